import { ApiKey, type IApiKey, Period, type RestApi, UsagePlan } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import type { StageSettings } from '../stage/stage-settings.ts';

export interface KeyedAccessProps {
  readonly api: RestApi;
  readonly plan: NonNullable<StageSettings['usagePlan']>;
}

/** A usage plan for the API's stage, and keys on it. API Gateway generates their values; a command adds partners'. */
export class KeyedAccess extends Construct {
  /** The operator's. */
  readonly key: IApiKey;
  readonly plan: UsagePlan;

  constructor(scope: Construct, id: string, { api, plan }: KeyedAccessProps) {
    super(scope, id);
    this.plan = new UsagePlan(this, 'UsagePlan', {
      apiStages: [{ stage: api.deploymentStage }],
      throttle: { rateLimit: plan.rate, burstLimit: plan.burst },
      ...(plan.quotaPerDay !== undefined && { quota: { limit: plan.quotaPerDay, period: Period.DAY } }),
    });
    this.key = this.addKey(this, 'Key');
  }

  addKey(scope: Construct, id: string): IApiKey {
    const key = new ApiKey(scope, id);
    this.plan.addApiKey(key);
    return key;
  }
}
