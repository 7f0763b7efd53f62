import { createHash } from 'node:crypto';

/** Weak validator over an answer's data (RFC 9110, section 8.8.1). */
export const entityTag = (data: string): string =>
  `W/"${createHash('sha256').update(data).digest('base64url').slice(0, 22)}"`;
