/**
 * The key that a keyed stage asks for, as long as the page stays open. A page that serves people never needs one: the
 * edge in front of it adds its own.
 */
let apiKey = '';

export function setApiKey(key: string): void {
  apiKey = key;
}

export const apiKeyHeader = (): Record<string, string> => (apiKey === '' ? {} : { 'x-api-key': apiKey });
