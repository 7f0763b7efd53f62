import { Aws, CfnCondition, Fn, Stack, Token } from 'aws-cdk-lib';
import { ApiKey, type IApiKey, type RestApi, UsagePlan } from 'aws-cdk-lib/aws-apigateway';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acceptFindings, HANDOVER_SECRET } from './accepted-findings.ts';
import { EDGE_REGION, handoverSecrets } from './edge-handover.ts';
import type { EdgeSettings } from './edge-settings.ts';
import type { StageSettings } from './stage-settings.ts';

/** The distribution's own way into the API: a key that nobody else has, on a plan of its own. */
export class EdgeAccess extends Construct {
  readonly key: IApiKey;
  readonly #secrets: ReturnType<typeof handoverSecrets>;
  readonly #copied: CfnSecret.ReplicaRegionProperty[];

  constructor(scope: Construct, id: string, { stage }: Pick<StageSettings, 'stage'>, { keyVersion }: EdgeSettings) {
    super(scope, id);
    acceptFindings(this, HANDOVER_SECRET);
    this.#secrets = handoverSecrets(stage, keyVersion);
    const elsewhere = new CfnCondition(this, 'NotEdgeRegion', {
      expression: Fn.conditionNot(Fn.conditionEquals(Aws.REGION, EDGE_REGION)),
    });
    // A region cannot hold a copy of its own secret.
    const copies = Fn.conditionIf(elsewhere.logicalId, [{ Region: EDGE_REGION }], Aws.NO_VALUE);
    this.#copied = copies as unknown as CfnSecret.ReplicaRegionProperty[];

    const secret = new CfnSecret(this, 'KeySecret', {
      name: this.#secrets.apiKey,
      description: 'The API key that CloudFront sends to the API',
      generateSecretString: { passwordLength: 40, excludePunctuation: true },
      replicaRegions: this.#copied,
    });
    const value = Fn.sub(`{{resolve:secretsmanager:\${Secret}:SecretString}}`, { Secret: secret.ref });
    this.key = new ApiKey(this, 'Key', { value: Token.asString(value) });
  }

  /**
   * Lets the distribution in and tells its stack where the API is. The plan has a rate and never a quota: all visitors
   * share it, and one of them could use it up.
   */
  openTo(api: RestApi, { plan }: EdgeSettings): void {
    const usagePlan = new UsagePlan(this, 'UsagePlan', {
      apiStages: [{ stage: api.deploymentStage }],
      throttle: { rateLimit: plan.rate, burstLimit: plan.burst },
    });
    usagePlan.addApiKey(this.key);
    new CfnSecret(this, 'DomainSecret', {
      name: this.#secrets.apiDomain,
      description: 'Where CloudFront finds the API',
      secretString: `${api.restApiId}.execute-api.${Stack.of(this).region}.${Stack.of(this).urlSuffix}`,
      replicaRegions: this.#copied,
    });
  }
}
