import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { z } from 'zod';
import { StreamFunction, type StreamFunctionProps } from './stream-function.ts';

export interface ScheduledFunctionProps<Environment extends z.ZodType<Record<string, string>>>
  extends StreamFunctionProps<Environment> {
  readonly everyMinutes: number;
  /** What it may do besides logging. */
  readonly rights?: readonly PolicyStatement[];
}

/** A function that EventBridge invokes at a fixed rate. A run that fails is not repeated: the next one shows more. */
export class ScheduledFunction<
  Environment extends z.ZodType<Record<string, string>>,
> extends StreamFunction<Environment> {
  constructor(scope: Construct, id: string, props: ScheduledFunctionProps<Environment>) {
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
