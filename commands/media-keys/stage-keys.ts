import { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { awsSettings } from '../target/aws-settings.ts';
import { stackName, stackOutputs } from '../target/deployed-stack.ts';
import { describeLocalStack, LOCAL_CREDENTIALS, localOrigin } from '../target/local-stack.ts';
import type { StageTarget } from '../target/stage-target.ts';
import { edgeProbe } from './edge-probe.ts';
import { KeySecret } from './key-secret.ts';
import { KeyStore } from './key-store.ts';
import type { MediaKeys } from './rotation.ts';

/**
 * Where the media keys of a stage are.
 *
 * @param secret of a local stack whose `cdns` name several
 * @throws Error in one sentence when there is no such stage, or it signs no links
 */
export async function stageKeys(target: StageTarget, secret?: string): Promise<MediaKeys> {
  return 'stage' in target ? deployedKeys(target.stage) : localKeys(target.endpoint, secret);
}

async function deployedKeys(stage: string): Promise<MediaKeys> {
  const outputs = await stackOutputs(stage);
  const [name, url, arn, seconds] = ['MediaKeySecret', 'MediaUrl', 'MediaKeyStoreArn', 'MediaLinkSeconds'].map(
    (output) => outputs.get(output),
  );
  if (!name || !url || !arn || !seconds) {
    throw new Error(
      `Stack ${stackName(stage)} has no media edge: set mediaEdge in lib/stage/stages.ts, and deploy it (docs/delivery.md)`,
    );
  }
  return {
    secret: new KeySecret(new SecretsManagerClient(awsSettings()), name),
    store: new KeyStore(new CloudFrontKeyValueStoreClient(awsSettings()), arn),
    edge: edgeProbe(url, Date.now),
    url,
    linkSeconds: Number(seconds),
  };
}

async function localKeys(endpoint: string, secret?: string): Promise<MediaKeys> {
  const { signedMedia = [] } = await describeLocalStack(endpoint);
  const found = signedMedia.filter((each) => secret === undefined || each.secret === secret);
  const names = [...new Set(found.map((each) => each.secret))];
  if (names.length > 1) throw new Error(`The local stack signs with ${names.join(' and ')}: name one with --secret`);
  const [media] = found;
  if (!media) {
    const which = secret === undefined ? '' : ` with ${secret}`;
    throw new Error(`The local stack signs no path tokens${which}: start it with --set 'cdns=[…]' (docs/delivery.md)`);
  }
  const client = new SecretsManagerClient({ endpoint: localOrigin(endpoint), ...LOCAL_CREDENTIALS });
  return {
    secret: new KeySecret(client, media.secret),
    store: undefined,
    edge: edgeProbe(media.url, Date.now),
    url: media.url,
    linkSeconds: Math.max(...found.map((each) => each.linkSeconds)),
  };
}
