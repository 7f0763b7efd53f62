import { getSignedUrl } from '@aws-sdk/cloudfront-signer';
import type { Signer } from './signer.ts';

/**
 * CloudFront Developer Guide, "Use signed URLs": a custom policy for a folder, one canned policy for a file. RSA and
 * ECDSA keys. The signature is in the query, which relative links do not inherit.
 */
export const signCloudFront: Signer = ({ base }, { id, secret }, { path: scope }, expiresAt) => {
  const key = { keyPairId: id, privateKey: secret };
  if (!scope.endsWith('/')) {
    const dateLessThan = new Date(expiresAt * 1000);
    return (path) => getSignedUrl({ ...key, url: base + path, dateLessThan });
  }
  const condition = { DateLessThan: { 'AWS:EpochTime': expiresAt } };
  const policy = JSON.stringify({ Statement: [{ Resource: `${base}${scope}*`, Condition: condition }] });
  const { search } = new URL(getSignedUrl({ ...key, url: base + scope, policy }));
  return (path) => base + path + search;
};
