import { apiKeyHeader } from './api-key.ts';

/** One request to the API and its response, ready to be shown. */
export interface Exchange {
  /** Path and query. */
  readonly target: string;
  readonly status: number;
  /** In the browser's order. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The body's text. */
  readonly body: string;
  /** When the request was sent, by `performance.now`. */
  readonly sentAt: number;
  /** Milliseconds from sending to the last byte. */
  readonly ms: number;
}

export const headerOf = ({ headers }: Exchange, name: string): string | undefined =>
  headers.find(([each]) => each === name.toLowerCase())?.[1];

/** The body as JSON; undefined when it is not JSON. */
export function jsonOf({ body }: Exchange): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Sends a request to the page's host, and reads the whole response. Rejects as `fetch` does. */
export async function exchange(input: RequestInfo | URL, init?: RequestInit): Promise<Exchange> {
  const { pathname, search } = new URL(input instanceof Request ? input.url : String(input), document.baseURI);
  const sentAt = performance.now();
  const headers = new Headers(init?.headers);
  for (const [name, value] of Object.entries(apiKeyHeader())) headers.set(name, value);
  const response = await fetch(input, { ...init, headers });
  const body = await response.text();
  return {
    target: pathname + search,
    status: response.status,
    headers: [...response.headers],
    body,
    sentAt,
    ms: performance.now() - sentAt,
  };
}
