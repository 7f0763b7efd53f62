import { expect, test } from '@jest/globals';
import { EventInvocations } from '../../local/lambda/event-invocations.ts';
import { FunctionLog } from '../../local/lambda/function-log.ts';
import { LambdaFunctions } from '../../local/lambda/lambda-functions.ts';
import type { FunctionDefinition } from '../../local/template/template.ts';
import { FakeClock } from '../support/fake-clock.ts';

const FUNCTION: FunctionDefinition = {
  key: 'notify',
  name: 'Notify',
  logicalId: 'Notify',
  arn: 'arn:aws:lambda:us-east-1:000000000000:function:Notify',
  version: '$LATEST',
  aliases: [],
  taskRoot: '/',
  handler: 'notify.handler',
  timeoutMs: 1_000,
  memoryMb: 128,
  environment: {},
  maxEventAgeMs: 3_600_000,
  retryAttempts: 2,
};

test('an invocation that the end of the stack interrupts is not tried again', async () => {
  const clock = new FakeClock();
  const tries: number[] = [];
  const counted = {
    now: () => clock.now(),
    sleep: clock.sleep,
    setTimer: (ms: number, callback: () => void) => {
      tries.push(ms);
      return clock.setTimer(ms, callback);
    },
  };
  // Without a container it waits in the queue until the functions stop.
  const functions = new LambdaFunctions(
    [FUNCTION],
    { dynamodb: '', lambda: '', secretsManager: '', apiGateway: '' },
    0,
    new FunctionLog(clock),
  );
  const events = new EventInvocations(functions, counted);
  const invocation = events.invoke(FUNCTION, '{}');
  await events.stop();
  await functions.stop();
  await invocation;
  expect(tries).toEqual([]);
});
