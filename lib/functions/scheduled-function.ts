import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { FunctionName } from '../bundling/functions.ts';
import { StreamFunction, type StreamFunctionProps } from './stream-function.ts';

export interface ScheduledFunctionProps<Name extends FunctionName> extends StreamFunctionProps<Name> {
  readonly everyMinutes: number;
  /** Beside those that every function has. */
  readonly rights?: readonly PolicyStatement[];
}

/** A function that EventBridge invokes at a fixed rate. A failed run is not retried, since the next one follows. */
export class ScheduledFunction<Name extends FunctionName> extends StreamFunction<Name> {
  constructor(scope: Construct, id: string, props: ScheduledFunctionProps<Name>) {
    super(scope, id, props);
    for (const each of props.rights ?? []) this.function.addToRolePolicy(each);
    const once = { retryAttempts: 0, maxEventAge: Duration.minutes(1) };
    this.live.configureAsyncInvoke(once);
    new Rule(this, 'Schedule', {
      schedule: Schedule.rate(Duration.minutes(props.everyMinutes)),
      targets: [new LambdaTarget(this.live as IFunction, once)],
    });
  }
}
