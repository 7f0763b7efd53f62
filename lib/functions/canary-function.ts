import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import type { IApiKey } from 'aws-cdk-lib/aws-apigateway';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { KeyedAccess } from '../api/keyed-access.ts';
import type { FunctionBundles } from '../bundling/functions.ts';
import type { StageSettings } from '../stage/stage-settings.ts';
import { StreamFunction } from './stream-function.ts';

/** Two calls, each of which may take as long as the gateway waits. */
const TIMEOUT_SECONDS = 80;

/** What the canary visits. */
export interface CanaryVisit {
  readonly url: string;
  /** Where it gets a key of its own; undefined for a URL that takes none. */
  readonly access?: KeyedAccess | undefined;
}

export interface CanaryFunctionProps {
  readonly settings: StageSettings;
  readonly canary: NonNullable<StageSettings['canary']>;
  readonly bundles: FunctionBundles;
  readonly visited: CanaryVisit;
}

/** Uses the API as a user does, on a schedule, and feeds an alarm. */
export class CanaryFunction extends StreamFunction<'canary'> {
  constructor(scope: Construct, id: string, props: CanaryFunctionProps) {
    const { settings, canary, bundles, visited } = props;
    const key = visited.access?.addKey(scope, `${id}Key`);
    super(scope, id, {
      name: 'canary',
      description: `Stream API (${settings.stage}): uses the API as a user does`,
      bundles,
      settings,
      timeoutSeconds: TIMEOUT_SECONDS,
      environment: {
        STAGE: settings.stage,
        API_URL: visited.url,
        API_KEY_ID: key?.keyId ?? '',
        CONTENT: JSON.stringify(canary.content),
      },
    });
    if (key) this.#grantReading(key);
    // The next visit says more than a repeated one.
    const once = { retryAttempts: 0, maxEventAge: Duration.minutes(1) };
    this.live.configureAsyncInvoke(once);
    new Rule(this, 'Schedule', {
      schedule: Schedule.rate(Duration.minutes(canary.everyMinutes)),
      targets: [new LambdaTarget(this.live as IFunction, once)],
    });
  }

  #grantReading({ keyId }: IApiKey): void {
    const arn = Stack.of(this).formatArn({
      service: 'apigateway',
      account: '',
      resource: '/apikeys',
      resourceName: keyId,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
    this.function.addToRolePolicy(new PolicyStatement({ actions: ['apigateway:GET'], resources: [arn] }));
  }
}
