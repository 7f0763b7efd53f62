import { z } from 'zod';
import type { CdnSettings } from '../../../contract/settings/cdns.ts';
import { checkOwnDomain, ownDomain } from '../own-domain.ts';
import { webOrigin } from '../web-origin.ts';

/** CloudFront in front of the operator's media, which opens to signed links only (docs/delivery.md). */
export const mediaEdge = z
  .strictObject({
    /** Name of the secret in Secrets Manager with the keys that sign links: `npm run media-keys` writes it. */
    secret: z
      .string()
      .regex(/^[\w/+=.@-]{1,512}$/, { error: 'must be the name of a secret, which has no ARN before it is made' }),
    /** The bucket with the packaged files. Without it and without `origin`, the stack makes one. */
    bucket: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)
      .optional(),
    /** Of `bucket`, where it is not in the stage's. */
    bucketRegion: z
      .string()
      .regex(/^[a-z]{2}(-[a-z]+)+-\d$/)
      .optional(),
    /** A web server instead of a bucket: what the `match` of `cdns` names. */
    origin: z
      .string()
      .refine((text) => URL.parse(text)?.href === text && /^https:\/\/[^/?#:@]+\/([^?#]*\/)?$/.test(text), {
        error: 'must look like https://origin.example.com/media/, without port or query, and end with a slash',
      })
      .optional(),
    ...ownDomain,
    /** Origins of the pages that play the media. Without them any page: what opens is the link. */
    corsOrigins: z.array(webOrigin).min(1).optional(),
  })
  .superRefine((its, context) => {
    checkOwnDomain(its, context);
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (its.bucket !== undefined && its.origin !== undefined)
      refuse('origin', 'must be left out where there is a bucket');
    if (its.bucketRegion !== undefined && its.bucket === undefined) refuse('bucket', 'must be set where its region is');
    if (its.origin !== undefined && new URL(its.origin).hostname === its.domain) {
      refuse('origin', `must not be the domain itself: ${its.domain} will lead to CloudFront, which would ask itself`);
    }
  });

export type MediaEdgeSettings = z.output<typeof mediaEdge>;

/** Whether a CDN signs with the secret of this name: it may have the ARN, with or without the six characters. */
export function signsWith({ sign }: CdnSettings, secret: string): boolean {
  const [, name = sign?.secret] = /^arn:.*:secret:(.*)$/.exec(sign?.secret ?? '') ?? [];
  return name === secret || (name !== sign?.secret && name?.replace(/-\w{6}$/, '') === secret);
}

/** What is wrong with the CDNs of a stage that lead to its media edge, as the rest of a sentence. */
export function cdnFault(
  cdns: readonly CdnSettings[],
  { domain, secret, origin }: MediaEdgeSettings,
): string | undefined {
  for (const cdn of cdns) {
    const { name, match, base, sign } = cdn;
    if (new URL(base).hostname !== domain) continue;
    if (base !== `https://${domain}/`) return `must have the base https://${domain}/ for "${name}": tokens come first`;
    if (sign?.type !== 'path-hmac' || !signsWith(cdn, secret)) {
      return `must sign "${name}" with path-hmac and the secret ${secret}: the media edge opens nothing else`;
    }
    // Catalogues may name any host. That of the origin is meant to be the origin.
    if (origin !== undefined && match !== origin && new URL(match).host === new URL(origin).host) {
      return `must match ${origin} for "${name}": that folder is what the media edge serves, so paths begin there`;
    }
  }
  return undefined;
}
