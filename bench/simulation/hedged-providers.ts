import type { AnswerExtraction } from '../../lambda/cache/extraction.ts';
import type { Deadline } from '../../lambda/deadline.ts';
import { Breaker, type BreakerStore } from '../../lambda/providers/breaker.ts';
import { ExtraCalls } from '../../lambda/providers/fallback/extra-calls.ts';
import { createHedge } from '../../lambda/providers/fallback/hedge.ts';
import { Latencies } from '../../lambda/providers/fallback/latencies.ts';
import { NotFoundError, type Provider, UnavailableError } from '../../lambda/providers/provider.ts';
import { type Content, titleKey } from '../../lambda/stream/content.ts';
import { skewed } from './random.ts';
import { answerOf, isMissing, type ProviderOptions, type SimulatedExtractions } from './simulated-provider.ts';

/** A second provider, which is asked beside the first when that is silent. */
export interface Hedging {
  /** The share of calls to the first that are never answered. */
  readonly silent: number;
}

/** As in the stage settings' defaults. */
const HEDGE_AFTER_MS = 2_500;
const EXTRA_CALLS_PERCENT = 10;
/** A call that nobody answers ends after this time. */
const ATTEMPT_MS = 8_000;

/** Two providers behind the real breaker and the real hedge, each with one attempt. */
export class HedgedProviders implements SimulatedExtractions {
  calls = 0;
  readonly doubled = 0;
  readonly #options: ProviderOptions & Hedging;

  constructor(options: ProviderOptions & Hedging) {
    this.#options = options;
  }

  extraction(breakers: BreakerStore): AnswerExtraction {
    const { clock, linkMs } = this.#options;
    const breaker = new Breaker(breakers, clock);
    const providers = ['first', 'second'].map(
      (name): Provider => ({
        name,
        extract: (content, deadline) =>
          breaker.run(name, titleKey(content), () => this.#call(name === 'first', content, deadline)),
      }),
    );
    const find = createHedge(providers, clock, {
      hedgeAfterMs: HEDGE_AFTER_MS,
      extraCalls: new ExtraCalls(EXTRA_CALLS_PERCENT),
      latencies: new Latencies(),
    });
    return {
      blockedFor: async () => 0,
      extract: async (content, deadline) => {
        try {
          await find(content, deadline, {});
          return { outcome: 'found', answer: answerOf(clock.now(), linkMs) };
        } catch (error) {
          if (error instanceof NotFoundError) return { outcome: 'not-found' };
          return { outcome: deadline.signal.aborted ? 'timeout' : 'unavailable' };
        }
      },
    };
  }

  async #call(mayBeSilent: boolean, content: Content, { signal }: Deadline): Promise<{ sources: []; subtitles: [] }> {
    const { clock, random, medianMs, missing, silent } = this.#options;
    this.calls += 1;
    const isSilent = mayBeSilent && random() < silent;
    await clock.sleep(isSilent ? ATTEMPT_MS : skewed(random, medianMs, 4), signal);
    if (isSilent) throw new UnavailableError('Silent', { timedOut: true });
    if (isMissing(content, missing)) throw new NotFoundError('Missing');
    return { sources: [], subtitles: [] };
  }
}
