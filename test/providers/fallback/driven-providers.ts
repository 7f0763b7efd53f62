import type { ProviderSettings } from '../../../contract/provider-settings.ts';
import { fallbackSettings } from '../../../contract/settings/fallback.ts';
import { createDeadline } from '../../../lambda/deadline.ts';
import { createHttpClient, type HttpClient } from '../../../lambda/outgoing/http-client.ts';
import { Breaker } from '../../../lambda/providers/breaker.ts';
import type { AttemptEvent, ExtractionObserver, ProviderEvent } from '../../../lambda/providers/events.ts';
import { strategyOf } from '../../../lambda/providers/fallback/strategy.ts';
import { createProviders } from '../../../lambda/providers/providers.ts';
import type { Extraction } from '../../../lambda/stream/candidate.ts';
import { movie } from '../../cache/fleet.ts';
import { MemoryStores } from '../../cache/memory-stores.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { type Origin, startOrigin } from '../../support/media-origin.ts';

const DEADLINE_MS = 26_000;
const STEP_MS = 10;

/** What a provider answers to a title, and after how long on the driven clock; undefined: it hangs. */
export type Behaviour = (tmdbId: string) => { ms: number; status?: number; body?: unknown } | undefined;

export interface Asked {
  readonly extraction: Extraction | undefined;
  readonly error: Error | undefined;
  /** Milliseconds of the driven clock. */
  readonly ms: number;
  readonly attempts: AttemptEvent[];
  readonly events: ProviderEvent[];
  readonly refused: string[];
}

export interface DrivenProviders {
  readonly clock: FakeClock;
  readonly servers: readonly Origin[];
  /** Requests that a server has received and not answered, and whose connection is open. */
  pending(): number;
  ask(tmdbId: string): Promise<Asked>;
  stop(): Promise<void>;
}

/** Providers that are real HTTP servers, asked by the real code of one container, on a clock that the test drives. */
export async function drivenProviders(
  settings: object,
  behaviours: readonly Behaviour[],
  isInBackground = false,
): Promise<DrivenProviders> {
  const clock = new FakeClock();
  let pending = 0;
  let sent = 0;
  const servers = await Promise.all(
    behaviours.map((behave) =>
      startOrigin((request, response) => {
        pending += 1;
        const closed = new AbortController();
        response.on('close', () => {
          pending -= 1;
          closed.abort();
        });
        const planned = behave(new URL(request.url!, 'http://provider').searchParams.get('tmdbId')!);
        if (planned === undefined) return;
        clock.sleep(planned.ms, closed.signal).then(
          () => response.writeHead(planned.status ?? 200).end(JSON.stringify(planned.body ?? {})),
          () => undefined,
        );
      }),
    ),
  );
  const guarded = createHttpClient();
  const httpClient: HttpClient = {
    get: async (url, options) => {
      sent += 1;
      try {
        return await guarded.get(url, options);
      } finally {
        sent -= 1;
      }
    },
    close: () => guarded.close(),
  };
  const { mergeWithinMs, ...patient } = fallbackSettings.parse(settings);
  const provide = createProviders({
    providers: servers.map(({ url }, index): ProviderSettings => ({ type: 'http', name: `p${index + 1}`, url })),
    readCatalogue: async () => undefined,
    readToken: async () => undefined,
    trustedOrigins: [],
    attemptTimeoutMs: 8_000,
    inspectBudgetMs: 2_000,
    clock,
    random: () => 0.5,
    httpClient,
    breaker: new Breaker(new MemoryStores().breakers, clock),
    strategy: strategyOf(JSON.stringify(isInBackground ? patient : { ...patient, mergeWithinMs })),
  });

  /** Moves the clock only while every request is either held by a server or not sent: nothing is on the wire. */
  const settled = async <T>(work: Promise<T>): Promise<T> => {
    let isDone = false;
    const end = () => {
      isDone = true;
    };
    work.then(end, end);
    while (!isDone) {
      await new Promise((resolve) => setImmediate(resolve));
      if (!isDone && sent === pending) await clock.advance(STEP_MS);
    }
    return work;
  };

  return {
    clock,
    servers,
    pending: () => pending,
    ask: async (tmdbId) => {
      const started = clock.now();
      const attempts: AttemptEvent[] = [];
      const events: ProviderEvent[] = [];
      const refused: string[] = [];
      const observer: ExtractionObserver = {
        onAttempt: (event) => attempts.push(event),
        onProvider: (event) => events.push(event),
        onExtraCallRefused: ({ provider }) => refused.push(provider),
      };
      const deadline = createDeadline(clock, started + DEADLINE_MS);
      const outcome = await settled(
        provide(movie(tmdbId), deadline, observer).then(
          (extraction) => ({ extraction, error: undefined }),
          (error: Error) => ({ extraction: undefined, error }),
        ),
      );
      deadline.clear();
      return { ...outcome, ms: clock.now() - started, attempts, events, refused };
    },
    stop: async () => {
      guarded.close();
      await Promise.all(servers.map(({ close }) => close()));
    },
  };
}

/** An answer with one source. */
export const lists = (url: string, more: object = {}) => ({ sources: [{ url, ...more }] });
