import { Aws, CfnCondition, Fn, Stack, Token } from 'aws-cdk-lib';
import { ApiKey, type IApiKey, type RestApi, UsagePlan } from 'aws-cdk-lib/aws-apigateway';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acceptFindings, HANDOVER_SECRET } from '../accepted-findings.ts';
import type { EdgeSettings } from '../stage/groups/edge.ts';
import type { StageSettings } from '../stage/stage-settings.ts';
import { EDGE_REGION, handoverSecrets } from './handover.ts';

/**
 * The distribution's access to the API: a key that nobody else has, on its own usage plan. The former version's key
 * stays valid until the version is raised again, since the distribution, a separate stack, takes the new key later than
 * the API does.
 */
export class EdgeAccess extends Construct {
  /** The keys that only the distribution sends, the present one first. */
  readonly keys: readonly IApiKey[];
  readonly #secrets: ReturnType<typeof handoverSecrets>;
  readonly #copied: CfnSecret.ReplicaRegionProperty[];

  constructor(scope: Construct, id: string, { stage }: Pick<StageSettings, 'stage'>, { keyVersion }: EdgeSettings) {
    super(scope, id);
    acceptFindings(this, HANDOVER_SECRET);
    const elsewhere = new CfnCondition(this, 'NotEdgeRegion', {
      expression: Fn.conditionNot(Fn.conditionEquals(Aws.REGION, EDGE_REGION)),
    });
    // A region cannot hold a replica of a secret that is in it.
    const copies = Fn.conditionIf(elsewhere.logicalId, [{ Region: EDGE_REGION }], Aws.NO_VALUE);
    this.#copied = copies as unknown as CfnSecret.ReplicaRegionProperty[];

    const handover = (version: number) => handoverSecrets({ stage, apiRegion: Aws.REGION, version });
    this.#secrets = handover(keyVersion);
    const versions = keyVersion > 1 ? [keyVersion, keyVersion - 1] : [keyVersion];
    this.keys = versions.map((version) => this.#key(version, handover(version).apiKey));
  }

  #key(version: number, secretName: string): IApiKey {
    const secret = new CfnSecret(this, `Key${version}Secret`, {
      name: secretName,
      description: 'The API key that CloudFront sends to the API',
      generateSecretString: { passwordLength: 40, excludePunctuation: true },
      replicaRegions: this.#copied,
    });
    const value = Fn.sub(`{{resolve:secretsmanager:\${Secret}:SecretString}}`, { Secret: secret.ref });
    return new ApiKey(this, `Key${version}`, { value: Token.asString(value) });
  }

  /**
   * Puts the keys on a usage plan, and hands the API's domain to the distribution's stack. The plan has a rate and
   * never a quota: all visitors share it, and one of them could use it up.
   */
  openTo(api: RestApi, { plan }: EdgeSettings): void {
    const usagePlan = new UsagePlan(this, 'UsagePlan', {
      apiStages: [{ stage: api.deploymentStage }],
      throttle: { rateLimit: plan.rate, burstLimit: plan.burst },
    });
    for (const key of this.keys) usagePlan.addApiKey(key);
    new CfnSecret(this, 'DomainSecret', {
      name: this.#secrets.apiDomain,
      description: 'Where CloudFront finds the API',
      secretString: `${api.restApiId}.execute-api.${Stack.of(this).region}.${Stack.of(this).urlSuffix}`,
      replicaRegions: this.#copied,
    });
  }
}
