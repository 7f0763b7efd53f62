import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { FakeClock } from '../support/fake-clock.ts';
import { inProcessFunction } from '../support/in-process-function.ts';
import { json, type ProviderService, startProviderService } from '../support/provider-service.ts';
import { proxyEvent } from '../support/proxy-event.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A clock that can be set. Its timers go by the real one, as a computer's do when its time is corrected. */
class SetClock extends FakeClock {
  #offset = 0;
  override now(): number {
    return super.now() + this.#offset;
  }
  set(ms: number): void {
    this.#offset += ms;
  }
}

let provider: ProviderService;
beforeAll(async () => {
  provider = await startProviderService();
  provider.on('1', json({ sources: [{ url: 'https://media.example/a.mp4' }] }));
  jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
});
afterAll(() => provider.stop());

describe('a clock that jumps', () => {
  const jumps = [
    MINUTE,
    -MINUTE,
    HOUR,
    -HOUR,
    2 * HOUR,
    -3 * HOUR,
    DAY,
    -2 * DAY,
    30 * DAY,
    -30 * DAY,
    50 * 365 * DAY,
    -60 * 365 * DAY,
  ];

  test.each(jumps)('by %d ms leaves every request answered, its life never longer than it was given', async (jump) => {
    const clock = new SetClock(Date.UTC(2026, 10, 23, 12));
    const { call } = inProcessFunction({ clock, serviceUrl: provider.url, limit: 5 });
    const ask = () => call(proxyEvent({ tmdbId: '1', mediaType: 'movie' }, { arrivedAt: clock.now() }));
    expect((await ask()).statusCode).toBe(200);
    clock.set(jump);
    for (let time = 0; time < 4; time += 1) {
      const { statusCode, headers = {} } = await ask();
      expect(statusCode).toBe(200);
      expect(Number(headers.Age)).toBeGreaterThanOrEqual(0);
      expect(Number(headers.Age)).toBeLessThan(90 * 60);
      const reset = Number(headers['X-RateLimit-Reset']) - clock.now() / 1000;
      expect(reset).toBeGreaterThan(0);
      expect(reset).toBeLessThanOrEqual(60);
    }
    clock.set(-jump);
    expect((await ask()).statusCode).toBe(200);
  });

  test.each(jumps)('does not let a client of its limit off within the window it lands in (%d ms)', async (jump) => {
    const clock = new SetClock(Date.UTC(2026, 10, 23, 12));
    const { call } = inProcessFunction({ clock, serviceUrl: provider.url, limit: 2 });
    const ask = async () =>
      (await call(proxyEvent({ tmdbId: '1', mediaType: 'movie' }, { arrivedAt: clock.now() }))).statusCode;
    clock.set(jump);
    expect([await ask(), await ask(), await ask()]).toEqual([200, 200, 429]);
  });

  test.each([-HOUR, -1, 1, 25_000, HOUR, Number.NaN, Number.POSITIVE_INFINITY])(
    'the gateway’s clock may differ from the function’s by %d ms',
    async (difference) => {
      const clock = new SetClock(Date.UTC(2026, 10, 23, 12));
      const { call } = inProcessFunction({ clock, serviceUrl: provider.url });
      const facts = { arrivedAt: clock.now() - difference };
      expect((await call(proxyEvent({ tmdbId: '1', mediaType: 'movie' }, facts))).statusCode).toBe(200);
    },
  );
});
