import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { CdnSettings } from '../../contract/settings/cdns.ts';
import { systemClock } from '../../lambda/clock.ts';
import { SigningKeys } from '../../lambda/delivery/signing-keys.ts';
import { TitleLinks } from '../../lambda/delivery/title-links.ts';
import type { StageStatus } from '../../lambda/wiring/operator/stage-status.ts';
import { cacheFunctionOf, invokeCache } from '../cache/cache-function.ts';
import { awsAdvice, awsSettings } from '../target/aws-settings.ts';
import { LOCAL_CREDENTIALS, localOrigin } from '../target/local-stack.ts';
import type { StageTarget } from '../target/stage-target.ts';

/** The CDNs that a stage's links lead through. */
export interface StageCdns {
  readonly cdns: readonly CdnSettings[];
  /** Signs now, with the keys of the stage. */
  readonly linksNow: () => Promise<TitleLinks>;
}

/**
 * The settings of a stage's CDNs, as its functions have them.
 *
 * @throws Error in one sentence when the stage, or the local stack, does not exist
 */
export async function cdnsOfStage(target: StageTarget): Promise<readonly CdnSettings[]> {
  const found = await cacheFunctionOf(target);
  const { cdns = [] } = found ? await invokeCache<StageStatus>(found, { action: 'status' }) : {};
  return cdns;
}

/**
 * The CDNs of a stage, with its keys; undefined for a stage without.
 *
 * @param onUnreadable gets a sentence for each key that the operator's credentials may not read
 * @throws Error in one sentence when the stage, or the local stack, does not exist
 */
export async function stageCdns(
  target: StageTarget,
  onUnreadable: (sentence: string) => void,
): Promise<StageCdns | undefined> {
  const cdns = await cdnsOfStage(target);
  if (cdns.length === 0) return undefined;
  const client = new SecretsManagerClient(
    'stage' in target ? awsSettings() : { endpoint: localOrigin(target.endpoint), ...LOCAL_CREDENTIALS },
  );
  const reported = new Set<string>();
  const keys = new SigningKeys({
    read: async (secret) => (await client.send(new GetSecretValueCommand({ SecretId: secret }))).SecretString ?? '',
    clock: systemClock,
    onUnreadable: (secret, error) => {
      if (reported.has(secret)) return;
      reported.add(secret);
      const why = awsAdvice(error) ?? (error as Error).message;
      onUnreadable(`The key ${secret} cannot be read, so nothing is asked for through its CDN: ${why}`);
    },
  });
  const linksNow = async () =>
    new TitleLinks({ cdns, keys: await keys.of(cdns), signedAt: Math.floor(systemClock.now() / 1000) });
  return { cdns, linksNow };
}
