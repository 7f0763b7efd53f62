/** One request of the API that the local stack has answered. */
export interface RequestRecord {
  /** Counts the requests of this run of the stack, from 1. */
  readonly seq: number;
  /** The request id, as in the response's headers and in the log. */
  readonly id: string;
  /** When it arrived, in ISO 8601. */
  readonly time: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Null for a request that names no valid title. */
  readonly title: RequestedTitle | null;
  readonly status: number;
  /** The cache's tier as the log names it; `provider` for a miss. Null where the cache was not asked. */
  readonly tier: 'memory' | 'table' | 'provider' | null;
  /** What the cache did, as the log names it: `fresh`, `stale`, `extracted`, `waited`, `failed`. */
  readonly outcome: string | null;
  /** The provider that had the title, where this request asked the providers. */
  readonly provider: string | null;
  readonly sources: number | null;
  readonly bestQuality: string | null;
  /** Whole milliseconds, the gateway's time included. */
  readonly ms: number;
  /** Why it failed, or which providers failed before one had the title: `http-1: ECONNREFUSED ×3`. */
  readonly why: string | null;
  /** The function's own log line of the request; null where it wrote none. */
  readonly log: Readonly<Record<string, unknown>> | null;
  /** The body as text, cut at 64 KiB; null where there is none. */
  readonly answer: string | null;
}

export type RequestedTitle =
  | { readonly mediaType: 'movie'; readonly tmdbId: string }
  | { readonly mediaType: 'tv'; readonly tmdbId: string; readonly season: number; readonly episode: number };

/** The answer of `GET /local/requests?after=SEQ`: the requests after that one, oldest first; of `?id=ID` that one. */
export interface RequestsAnswer {
  readonly requests: readonly RequestRecord[];
}
