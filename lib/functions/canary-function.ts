import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { IApiKey } from 'aws-cdk-lib/aws-apigateway';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { KeyedAccess } from '../api/keyed-access.ts';
import type { FunctionBundles } from '../bundling/functions.ts';
import type { StageSettings } from '../stage/stage-settings.ts';
import { ScheduledFunction } from './scheduled-function.ts';

/** Two requests, each of which may take as long as the gateway waits. */
const TIMEOUT_SECONDS = 80;

/** What the canary visits. */
export interface CanaryVisit {
  readonly url: string;
  /** Where it gets its own key; undefined for a URL that takes none. */
  readonly access?: KeyedAccess | undefined;
}

export interface CanaryFunctionProps {
  readonly settings: StageSettings;
  readonly canary: NonNullable<StageSettings['canary']>;
  readonly bundles: FunctionBundles;
  readonly visited: CanaryVisit;
}

/** Uses the API as a client does, on a schedule, and feeds an alarm. */
export class CanaryFunction extends ScheduledFunction<'canary'> {
  constructor(scope: Construct, id: string, { settings, canary, bundles, visited }: CanaryFunctionProps) {
    const key = visited.access?.addKey(scope, `${id}Key`);
    super(scope, id, {
      name: 'canary',
      description: `Stream API (${settings.stage}): uses the API as a user does`,
      bundles,
      settings,
      timeoutSeconds: TIMEOUT_SECONDS,
      everyMinutes: canary.everyMinutes,
      rights: key ? [readingOf(key)] : [],
      environment: {
        STAGE: settings.stage,
        API_URL: visited.url,
        API_KEY_ID: key?.keyId ?? '',
        CONTENT: JSON.stringify(canary.content),
      },
    });
  }
}

function readingOf(key: IApiKey): PolicyStatement {
  const arn = Stack.of(key).formatArn({
    service: 'apigateway',
    account: '',
    resource: '/apikeys',
    resourceName: key.keyId,
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
  return new PolicyStatement({ actions: ['apigateway:GET'], resources: [arn] });
}
