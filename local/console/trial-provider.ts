import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProviderAnswer } from '../../contract/provider-answer.ts';
import { TRIAL_PROVIDER, trialOf } from '../../web/src/try/trial-titles.ts';
import type { LocalService } from '../http/service.ts';

export { TRIAL_PROVIDER };

const PATH = '/local/trial-provider';
const SLOW_MS = 4_000;
const TOO_SLOW_MS = 30_000;
const EXPIRES_IN_SECONDS = 90;

/**
 * The first provider of a stack with the console page. A later provider would share the time of the ones before it; as
 * the first one it costs every extraction one request on loopback.
 * @param origin of the gateway
 */
export const trialProvider = (origin: string) => ({ type: 'http', name: TRIAL_PROVIDER, url: origin + PATH }) as const;

/**
 * A provider that fails on purpose, for the console's Try tab: the TMDB id decides whether it is down, slow, or has
 * links that expire. It has no other titles.
 * @param origin of the gateway, whose sample media it lists
 */
export function trialProviderService(origin: string): LocalService {
  return {
    isPrivate: true,
    matches: ({ method, path }) => method === 'GET' && path === PATH,
    serve: ({ query }, response) => serve(new URLSearchParams(query).get('tmdbId'), origin, response),
  };
}

async function serve(tmdbId: string | null, origin: string, response: ServerResponse): Promise<void> {
  const now = Math.floor(Date.now() / 1000);
  const link = (file: string) => `${origin}/media/test-card/${file}`;
  const plain = { sources: [{ url: link('480p.mp4') }], poster: link('poster.jpg') };
  switch (trialOf(tmdbId)) {
    case 'failing':
      return answer(response, 503);
    case 'slow':
      await delay(SLOW_MS);
      return answer(response, 200, plain);
    case 'tooSlow':
      await delay(TOO_SLOW_MS);
      return answer(response, 200, plain);
    case 'expiring':
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
