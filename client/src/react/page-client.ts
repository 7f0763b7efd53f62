import { createStreamClient, type StreamClient } from '../index.ts';

let shared: StreamClient | undefined;

/** The client of the page's origin, which components without one of their own share. */
export function pageClient(): StreamClient {
  shared ??= createStreamClient();
  return shared;
}
