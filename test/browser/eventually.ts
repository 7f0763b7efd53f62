import { setTimeout as delay } from 'node:timers/promises';

/**
 * Repeats `look` until its result is right.
 *
 * @returns that result
 * @throws Error with the last result, after `timeoutMs`
 */
export async function eventually<T>(
  look: () => Promise<T>,
  isRight: (seen: T) => boolean,
  timeoutMs = 10_000,
): Promise<T> {
  const until = performance.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (isRight(seen)) return seen;
    if (performance.now() > until) throw new Error(`Not within ${timeoutMs} ms; at last: ${JSON.stringify(seen)}`);
    await delay(100);
  }
}
