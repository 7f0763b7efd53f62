import type { StageSettings } from '../stage/stage-settings.ts';
import { grantSecrets } from './secrets.ts';
import type { StreamFunction } from './stream-function.ts';

type CdnsOfStage = Pick<StageSettings, 'cdns' | 'trustedOrigins'>;

/** The variables of a function that reads media or links to it. A CDN on this machine may be read as well. */
export function cdnVariables({ cdns = [], trustedOrigins }: CdnsOfStage): { CDNS: string; TRUSTED_ORIGINS: string } {
  const own = cdns.map(({ base }) => new URL(base)).filter(({ protocol }) => protocol === 'http:');
  return {
    CDNS: cdns.length === 0 ? '' : JSON.stringify(cdns),
    TRUSTED_ORIGINS: JSON.stringify([...new Set([...trustedOrigins, ...own.map(({ origin }) => origin)])]),
  };
}

/** Allows exactly the reads of the keys that sign. */
export function grantSigning(grantee: StreamFunction, { cdns = [] }: CdnsOfStage): void {
  grantSecrets(
    grantee,
    cdns.flatMap(({ sign }) => sign?.secret ?? []),
  );
}
