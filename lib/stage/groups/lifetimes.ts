import { z } from 'zod';

const seconds = z.int().min(0).max(86_400);

/** How long an entry is fresh, how long it may be served stale after that, and how long a not-found is kept. */
export const lifetimes = z.strictObject({
  freshSeconds: seconds.min(1),
  staleSeconds: seconds,
  notFoundSeconds: seconds,
});
