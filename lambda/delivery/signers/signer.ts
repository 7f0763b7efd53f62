import type { CdnSettings } from '../../../contract/settings/cdns.ts';
import type { Scope } from '../path-scope.ts';

/** A key that signs. */
export interface SigningKey {
  readonly id: string;
  readonly secret: string;
}

/** Writes the link of a path that the signature opens. */
export type LinkWriter = (path: string) => string;

/**
 * Signs once for all links of a scope.
 *
 * @param expiresAt seconds since 1970
 */
export type Signer = (cdn: CdnSettings, key: SigningKey, scope: Scope, expiresAt: number) => LinkWriter;
