const STORED_AS = 'stream-api-key';

/**
 * The key that a key stage requires, kept for this tab of the browser until it is closed. A page behind the edge needs
 * none, because the edge adds its own.
 */
let apiKey = stored();

export function setApiKey(key: string): void {
  apiKey = key.trim();
  try {
    sessionStorage.setItem(STORED_AS, apiKey);
  } catch {
    // Where the browser stores nothing, the key is kept until the next reload.
  }
}

export const hasApiKey = (): boolean => apiKey !== '';

export const apiKeyHeader = (): Record<string, string> => (hasApiKey() ? { 'x-api-key': apiKey } : {});

/**
 * Takes the key from the link that `npm start` prints, `#key=…`, and removes it from the address bar and the history.
 * A fragment is never sent to a server.
 */
export function takeKeyOfAddress(): void {
  const [, key] = /^#key=(.+)$/.exec(window.location.hash) ?? [];
  if (key === undefined) return;
  window.history.replaceState(null, '', '#watch');
  try {
    setApiKey(decodeURIComponent(key));
  } catch {
    // Not a key: the page asks for one when it is needed.
  }
}

function stored(): string {
  try {
    return sessionStorage.getItem(STORED_AS) ?? '';
  } catch {
    return '';
  }
}
