import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createDeadline } from '../../../lambda/deadline.ts';
import { OutgoingError } from '../../../lambda/outgoing/outgoing-error.ts';
import { withAttempts } from '../../../lambda/providers/attempts.ts';
import { ExtraCalls } from '../../../lambda/providers/fallback/extra-calls.ts';
import { createHedge } from '../../../lambda/providers/fallback/hedge.ts';
import { Latencies } from '../../../lambda/providers/fallback/latencies.ts';
import { NotFoundError, type Provider } from '../../../lambda/providers/provider.ts';
import type { Extraction } from '../../../lambda/stream/candidate.ts';
import { movie } from '../../cache/fleet.ts';
import { FakeClock } from '../../support/fake-clock.ts';

/** How one call to a provider goes. */
interface Call {
  readonly ms: number;
  readonly end: 'found' | 'not-found' | 'failed';
}

const DEADLINE_MS = 26_000;

/** Providers whose calls go as planned, and what was seen of them: which began beside another, and which goes on. */
class Plan {
  readonly clock = new FakeClock();
  underWay = 0;
  calls = 0;
  extra = 0;
  firstFound: Extraction | undefined;
  readonly #calls: Record<string, Call[]> = {};

  next(calls: readonly (readonly Call[])[]): void {
    this.firstFound = undefined;
    calls.forEach((own, index) => {
      this.#calls[`p${index}`] = [...own];
    });
  }

  all(providers: number): Provider[] {
    return Array.from({ length: providers }, (_, index) => {
      const name = `p${index}`;
      return {
        name,
        extract: (_content, deadline, observer, beforeRetry) =>
          withAttempts((signal) => this.#call(name, signal), {
            provider: name,
            deadline,
            clock: this.clock,
            random: () => 0.5,
            attemptTimeoutMs: 8_000,
            observer,
            beforeRetry,
          }),
      };
    });
  }

  async #call(name: string, signal: AbortSignal): Promise<Extraction> {
    const { ms, end } = this.#calls[name]!.shift() ?? { ms: 1e9, end: 'found' };
    this.calls += 1;
    if (this.underWay > 0) this.extra += 1;
    this.underWay += 1;
    try {
      await this.clock.sleep(ms, signal);
    } finally {
      this.underWay -= 1;
    }
    if (end === 'not-found') throw new NotFoundError('no');
    if (end === 'failed') throw new OutgoingError('network', 'reset');
    const found = { sources: [{ url: `https://cdn.test/${name}.mp4` }], subtitles: [] };
    this.firstFound ??= found;
    return found;
  }
}

const call = fc.record({
  ms: fc.oneof(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: 30_000 }), fc.constant(1e9)),
  end: fc.constantFrom<Call['end']>('found', 'found', 'not-found', 'failed'),
});
const title = fc.array(fc.array(call, { maxLength: 3 }), { minLength: 4, maxLength: 4 });

test('whatever the latencies: the budget is kept, the first that finds wins, and nothing goes on after the answer', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(title, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 0, max: 100 }),
      fc.integer({ min: 50, max: 6_000 }),
      async (providers, titles, percent, hedgeAfterMs) => {
        const plan = new Plan();
        const { clock } = plan;
        const options = { hedgeAfterMs, extraCalls: new ExtraCalls(percent), latencies: new Latencies() };
        const provide = createHedge(plan.all(providers), clock, options);
        for (const [index, calls] of titles.entries()) {
          plan.next(calls.slice(0, providers));
          const deadline = createDeadline(clock, clock.now() + DEADLINE_MS);
          let ended: { result: unknown; underWay: number } | undefined;
          const end = (result: unknown) => {
            ended = { result, underWay: plan.underWay };
          };
          provide(movie(String(index + 1)), deadline, {}).then(end, end);
          await clock.advance(DEADLINE_MS + 1);
          expect(ended?.underWay).toBe(0);
          if (plan.firstFound) expect(ended?.result).toBe(plan.firstFound);
          else expect(ended?.result).toBeInstanceOf(Error);
          expect(plan.extra).toBeLessThanOrEqual(Math.floor(1 + ((index + 1) * percent) / 100));
          deadline.clear();
        }
      },
    ),
    { numRuns: 150 },
  );
});
