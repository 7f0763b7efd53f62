import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProviderAnswer } from '../../contract/provider-answer.ts';
import { TRIAL_TITLES } from '../../web/src/try/trial-titles.ts';

export const TRIAL_EXTRACTOR_PATH = '/local/trial-extractor';

/**
 * The provider that stands before all others on this machine. First, and not last, because a provider behind another one
 * takes from that one's share of the time; so it costs every extraction one call on loopback and nothing else.
 * @param origin of the gateway
 */
export const trialProvider = (origin: string) =>
  ({ type: 'http', name: 'trial-extractor', url: origin + TRIAL_EXTRACTOR_PATH }) as const;

const SLOW_MS = 4_000;
const TOO_SLOW_MS = 30_000;
const EXPIRES_IN_SECONDS = 90;

/**
 * An extractor service that fails on purpose, for the console's Try tab: dead, slow, or with links that expire, by TMDB
 * id. Of every other title it knows nothing.
 * @param origin of the gateway, whose sample media it lists
 */
export async function serveTrialExtractor(
  origin: string,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const tmdbId = new URL(message.url ?? '', origin).searchParams.get('tmdbId');
  const now = Math.floor(Date.now() / 1000);
  const link = (file: string) => `${origin}/media/test-card/${file}`;
  const plain = { sources: [{ url: link('480p.mp4') }], poster: link('poster.jpg') };
  switch (tmdbId) {
    case TRIAL_TITLES.failing:
      return answer(response, 503);
    case TRIAL_TITLES.slow:
      await delay(SLOW_MS);
      return answer(response, 200, plain);
    case TRIAL_TITLES.tooSlow:
      await delay(TOO_SLOW_MS);
      return answer(response, 200, plain);
    case TRIAL_TITLES.expiring:
      return answer(response, 200, {
        sources: [
          { url: link('480p.mp4?link=dead'), expiresAt: now - 60 },
          { url: link('480p.mp4?link=alive'), expiresAt: now + EXPIRES_IN_SECONDS },
        ],
      });
    default:
      return answer(response, 404);
  }
}

function answer(response: ServerResponse, status: number, body?: ProviderAnswer): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(body && JSON.stringify(body));
}
