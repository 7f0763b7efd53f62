import { createHmac } from 'node:crypto';
import type { Signer } from './signer.ts';

/** Of the form of the token. */
const VERSION = '1';

/**
 * A token in the path, `t/{expiry}.{N}.{hmac}/`, which relative links inherit. It opens the first N segments of the
 * path that follows it. The function at the edge verifies it (lib/media-edge/verify-token.js).
 */
export const signPath: Signer = ({ base }, { secret }, { path: scope, segments }, expiresAt) => {
  // Over the decoded path: a player may write an escape in another way.
  const signed = [VERSION, expiresAt, segments, decodeURIComponent(scope)].join('\n');
  const hmac = createHmac('sha256', secret).update(signed).digest('base64url');
  return (path) => `${base}t/${expiresAt}.${segments}.${hmac}/${path}`;
};
