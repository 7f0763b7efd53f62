/** Calls the page. Its mistake is reported as one, and ends nothing of ours. */
export function heard(call: () => void): void {
  try {
    call();
  } catch (error) {
    (globalThis as { reportError?(error: unknown): void }).reportError?.(error);
  }
}
