/** Whether the device has a network, as far as the browser knows. */
export const isOnline = (): boolean => globalThis.navigator?.onLine !== false;

/** Resolves when the device has a network; rejects with the signal's reason. */
export async function untilOnline(signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (isOnline()) return;
  await new Promise((resolve, reject) => {
    globalThis.addEventListener('online', resolve, { signal, once: true });
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
