import { setTimeout as delay } from 'node:timers/promises';

/** For how long a page that is slow because the machine is busy is waited for: only a failing test takes so long. */
export const PATIENCE_MS = 120_000;

/**
 * Repeats `look` until its result is right.
 *
 * @returns that result
 * @throws Error with the last result, after `timeoutMs`
 */
export async function eventually<T>(
  look: () => Promise<T>,
  isRight: (seen: T) => boolean,
  timeoutMs = PATIENCE_MS,
): Promise<T> {
  const until = performance.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (isRight(seen)) return seen;
    if (performance.now() > until) throw new Error(`Not within ${timeoutMs} ms; at last: ${JSON.stringify(seen)}`);
    await delay(100);
  }
}
