/** Calls the page. Its mistake is reported as one, on the console where nothing else does, and ends nothing of ours. */
export function heard(call: () => void): void {
  try {
    call();
  } catch (error) {
    // biome-ignore lint/suspicious/noConsole: it would be lost where nothing else reports it, as on a server
    const { reportError = console.error } = globalThis as { reportError?(error: unknown): void };
    reportError(error);
  }
}
