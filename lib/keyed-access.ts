import { ApiKey, type IApiKey, Period, type RestApi, UsagePlan } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import type { StageSettings } from './stage-settings.ts';

export interface KeyedAccessProps {
  readonly api: RestApi;
  readonly plan: NonNullable<StageSettings['usagePlan']>;
}

/** A usage plan for the API's stage, and a first key on it whose value API Gateway makes up. */
export class KeyedAccess extends Construct {
  readonly key: IApiKey;

  constructor(scope: Construct, id: string, { api, plan }: KeyedAccessProps) {
    super(scope, id);
    this.key = new ApiKey(this, 'Key');
    const usagePlan = new UsagePlan(this, 'UsagePlan', {
      apiStages: [{ stage: api.deploymentStage }],
      throttle: { rateLimit: plan.rate, burstLimit: plan.burst },
      ...(plan.quotaPerDay !== undefined && { quota: { limit: plan.quotaPerDay, period: Period.DAY } }),
    });
    usagePlan.addApiKey(this.key);
  }
}
