import { z } from 'zod';

/** Scheme, host and port, as the Origin header writes them. */
export const webOrigin = z
  .string()
  .refine((text) => URL.canParse(text) && new URL(text).origin === text && /^https?:/.test(text), {
    error: 'must be an origin such as https://example.com, without path or trailing slash',
  });
