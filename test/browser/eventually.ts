import { setTimeout as delay } from 'node:timers/promises';

/**
 * Looks again and again until what it sees is right. @returns what it saw then
 * @throws Error with what it saw last, after `timeoutMs`
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
