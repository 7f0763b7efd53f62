/** One request that the gateway has answered, and its answer before compression. */
export interface GatewayExchange {
  readonly requestId: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  readonly status: number;
  readonly body: Buffer;
  /** Milliseconds since 1970. */
  readonly arrivedAt: number;
  readonly ms: number;
  /** Whether a function was called: it logs the request then. */
  readonly invoked: boolean;
}
