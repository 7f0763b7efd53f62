/**
 * The key that a key stage requires, kept until the page is closed. A page behind the edge needs none, because the edge
 * adds its own.
 */
let apiKey = '';

export function setApiKey(key: string): void {
  apiKey = key;
}

export const apiKeyHeader = (): Record<string, string> => (apiKey === '' ? {} : { 'x-api-key': apiKey });
