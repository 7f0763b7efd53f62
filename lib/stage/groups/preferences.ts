import { z } from 'zod';

/** What each viewer prefers, across devices: a route that takes tokens of the site. */
export const preferences = z.strictObject({
  /** Name or ARN of the secret in Secrets Manager with which the site signs its viewers' tokens: 32 bytes or more. */
  tokenSecret: z.string().regex(/^[\w/+=.@:-]{1,2048}$/),
});
