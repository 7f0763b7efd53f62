import { z } from 'zod';

const SIGNATURES = ['path-hmac', 'bunny', 'cloudfront'] as const;

/** Links of a shorter life are used up before a player that loads them slowly has begun. */
const SHORTEST_TTL = 300;
/** Signed links of CloudFront and bunny.net may live longer; nobody watches a film for longer than a week. */
const LONGEST_TTL = 7 * 86_400;

const LOOPBACK = /^(localhost|127\.[\d.]+|\[::1\])$/;

/** A folder's address: everything under it is meant. */
const folder = z
  .string()
  .max(2048)
  .refine((text) => isFolder(text), {
    error: 'must be a plain http(s) URL such as https://origin.example.com/media/, with a slash at its end',
  });

function isFolder(text: string): boolean {
  const url = URL.parse(text);
  return url?.href === text && /^https?:$/.test(url.protocol) && /^[^?#@%\\]+\/$/.test(text) && !/\w\/\//.test(text);
}

const sign = z
  .strictObject({
    type: z.enum(SIGNATURES),
    /** Name or ARN of the secret in Secrets Manager that holds the key. */
    secret: z.string().regex(/^[\w/+=.@:-]{1,2048}$/),
    /** Life of a link: MP4, DASH and native apps do not renew theirs. */
    ttlSeconds: z.int().min(SHORTEST_TTL).max(LONGEST_TTL).default(14_400),
    /** Of the public key in CloudFront. */
    keyId: z
      .string()
      .regex(/^[A-Z0-9]{8,32}$/)
      .optional(),
  })
  .superRefine(({ type, keyId }, context) => {
    if ((type === 'cloudfront') === (keyId !== undefined)) return;
    const message = type === 'cloudfront' ? 'must be set: the id of the public key' : 'belongs to type "cloudfront"';
    context.addIssue({ code: 'custom', path: ['keyId'], message });
  });

const cdn = z
  .strictObject({
    /** Identifies it in logs, and its links among those of others. */
    name: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/),
    /** The origin's folder: links under it are led through the CDN. */
    match: folder,
    /** What takes its place. */
    base: folder.refine(isSafeOnTheWay, { error: 'must begin with https://, or links can be read on the way' }),
    /** The number of path segments under `match` that name a title: a link opens all that is below them. */
    scope: z.int().min(1).max(99).optional(),
    sign: sign.optional(),
  })
  .superRefine(({ sign, scope }, context) => {
    if (scope !== undefined || sign === undefined || sign.type === 'cloudfront') return;
    const message = 'must be set: how many path segments under match name a title';
    context.addIssue({ code: 'custom', path: ['scope'], message });
  });
export type CdnSettings = z.output<typeof cdn>;

function isSafeOnTheWay(base: string): boolean {
  const url = URL.parse(base);
  return url === null || url.protocol === 'https:' || LOOPBACK.test(url.hostname);
}

/** The CDNs in front of the operator's media. Several with one `match` lead to the same files, in this order. */
export const cdns = z
  .array(cdn)
  .min(1)
  .max(8)
  .superRefine((all, context) => {
    const names = all.map(({ name }) => name);
    const repeated = names.find((name, index) => names.indexOf(name) !== index);
    if (repeated !== undefined) {
      context.addIssue({ code: 'custom', message: `must have different names: "${repeated}" is there twice` });
    }
    for (const [index, { match, base, sign }] of all.entries()) {
      // Two origins behind one address would be told apart by nothing, and a token of the one opens the other.
      const twin = all.find((each, other) => other < index && each.base === base);
      if (twin)
        context.addIssue({ code: 'custom', path: [index, 'base'], message: `is that of "${twin.name}" as well` });
      if (base === match && sign === undefined) {
        context.addIssue({ code: 'custom', path: [index, 'base'], message: 'must not be match itself without sign' });
      }
    }
  });
