/** Whether the device has a network, as far as the browser knows. */
export const isOnline = (): boolean => globalThis.navigator?.onLine !== false;

/** Resolves when the device has a network; rejects with the signal's reason. */
export async function untilOnline(signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (isOnline()) return;
  const waiting = new AbortController();
  await new Promise<void>((resolve, reject) => {
    globalThis.addEventListener('online', () => resolve(), { signal: waiting.signal });
    signal.addEventListener('abort', () => reject(signal.reason), { signal: waiting.signal });
  }).finally(() => waiting.abort());
}
