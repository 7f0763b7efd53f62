import type { AnswerExtraction, ExtractedAnswer, ExtractionOutcome } from '../../lambda/cache/extraction.ts';
import type { Clock } from '../../lambda/clock.ts';
import type { Deadline } from '../../lambda/deadline.ts';
import { Breaker, type BreakerStore } from '../../lambda/providers/breaker.ts';
import { UnavailableError } from '../../lambda/providers/provider.ts';
import { type Content, contentKey, titleKey } from '../../lambda/stream/content.ts';
import { skewed } from './random.ts';

/** A period in which the provider fails, in milliseconds from the beginning. */
export interface Outage {
  readonly from: number;
  readonly until: number;
}

export interface ProviderOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly start: number;
  /** The median time of an extraction with its attempts, in milliseconds. */
  readonly medianMs: number;
  /** The share of titles that the provider does not have. */
  readonly missing: number;
  readonly outages: readonly Outage[];
  /** How long its links live, in milliseconds; undefined: they do not expire. */
  readonly linkMs?: number | undefined;
}

const NAME = 'provider';

/** The time of an extraction whose attempts all fail: three calls and the waits between them. */
const FAILING_MS = 4_000;

/** As long as a usual answer, because the memory tier counts characters. */
const ANSWER = {
  data: ' '.repeat(2_600),
  etag: 'W/"simulated"',
  sourceCount: 1,
  subtitleCount: 0,
  bestQuality: '1080p',
} as const;

/** The answer of an extraction that ends now, whose links live for this long. */
export function answerOf(now: number, linkMs: number | undefined): ExtractedAnswer {
  return { ...ANSWER, links: { signedWithoutExpiry: false, ...(linkMs !== undefined && { expiresAt: now + linkMs }) } };
}

/** What the containers of a simulation extract from. */
export interface SimulatedExtractions {
  readonly calls: number;
  readonly doubled: number;
  /** The extraction of one container, which has its own view of the breaker. */
  extraction(breakers: BreakerStore): AnswerExtraction;
}

/** A provider of type http, behind the real breaker. */
export class SimulatedProvider implements SimulatedExtractions {
  calls = 0;
  /** Extractions that began during another one of the same content. */
  doubled = 0;
  readonly #options: ProviderOptions;
  readonly #underWay = new Map<string, number>();

  constructor(options: ProviderOptions) {
    this.#options = options;
  }

  extraction(breakers: BreakerStore): AnswerExtraction {
    const { clock } = this.#options;
    const breaker = new Breaker(breakers, clock);
    return {
      blockedFor: (signal) => breaker.openFor(NAME, signal),
      extract: async (content, deadline): Promise<ExtractionOutcome> => {
        try {
          return await breaker.run(NAME, titleKey(content), () => this.#extract(content, deadline));
        } catch (error) {
          if (!(error instanceof UnavailableError)) throw error;
          return { outcome: 'unavailable', retryAfter: error.retryAfter, blocked: error.blocked };
        }
      },
    };
  }

  async #extract(content: Content, deadline: Deadline): Promise<ExtractionOutcome> {
    const { clock, random, medianMs, missing, linkMs } = this.#options;
    const key = contentKey(content);
    const others = this.#underWay.get(key) ?? 0;
    this.calls += 1;
    if (others > 0) this.doubled += 1;
    this.#underWay.set(key, others + 1);
    const fails = this.#isDown();
    try {
      await clock.sleep(fails ? FAILING_MS : skewed(random, medianMs, 4), deadline.signal);
    } catch {
      return { outcome: 'timeout' };
    } finally {
      if (others > 0) this.#underWay.set(key, others);
      else this.#underWay.delete(key);
    }
    if (fails) throw new UnavailableError('Down');
    if (isMissing(content, missing)) return { outcome: 'not-found' };
    return { outcome: 'found', answer: answerOf(clock.now(), linkMs) };
  }

  #isDown(): boolean {
    const { clock, start, outages } = this.#options;
    const at = clock.now() - start;
    return outages.some(({ from, until }) => at >= from && at < until);
  }
}

/** Whether a title is missing: always the same ones, spread evenly over all ranks. */
export const isMissing = ({ tmdbId }: Content, share: number): boolean =>
  ((Number(tmdbId) * 2_654_435_761) >>> 0) / 2 ** 32 < share;
