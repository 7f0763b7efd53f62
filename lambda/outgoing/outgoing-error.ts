/**
 * Why an outgoing request failed:
 * `url` (not http(s), credentials, malformed), `address` (the guard refused the address), `redirects` (too many),
 * `size` (the body is too large), `content` (the body cannot be decoded), `network` (everything below HTTP).
 */
export type OutgoingFailure = 'url' | 'address' | 'redirects' | 'size' | 'content' | 'network';

/** An outgoing request failed. The message never contains a URL's path or query: both may hold a token. */
export class OutgoingError extends Error {
  override name = 'OutgoingError' as const;
  readonly reason: OutgoingFailure;
  constructor(reason: OutgoingFailure, message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.reason = reason;
  }
}
