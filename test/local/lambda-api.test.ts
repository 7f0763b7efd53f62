import { setTimeout as delay } from 'node:timers/promises';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { LocalStack } from '../../local/stack.ts';
import { stageFolder, startProbeStack } from './stage.ts';

let folder: Awaited<ReturnType<typeof stageFolder>>;
let stack: LocalStack;
let lambda: LambdaClient;
let secrets: SecretsManagerClient;

beforeAll(async () => {
  folder = await stageFolder();
  stack = await startProbeStack(folder.path, {}, { providerToken: 'bearer' });
  const settings = {
    endpoint: stack.description.endpoints.lambda,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  };
  lambda = new LambdaClient(settings);
  secrets = new SecretsManagerClient(settings);
});
afterAll(async () => {
  lambda.destroy();
  secrets.destroy();
  await stack.stop();
  await folder.remove();
});

const parsed = (payload: Uint8Array | undefined) => JSON.parse(Buffer.from(payload!).toString());

describe("Lambda's Invoke operation", () => {
  test.each([
    'Slow',
    'Probe-test-Slow',
    'arn:aws:lambda:us-east-1:000000000000:function:Probe-test-Slow',
    'Probe-test-Probe:live',
    'Probe:$LATEST',
  ])('finds a function as %s', async (FunctionName) => {
    const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload: '{"a":1}' }));
    expect(answer.FunctionError).toBeUndefined();
    expect(parsed(answer.Payload).event).toEqual({ a: 1 });
  });

  test('reports that there is no such function or alias', async () => {
    for (const FunctionName of ['Nobody', 'Probe:dead']) {
      await expect(lambda.send(new InvokeCommand({ FunctionName }))).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
      });
    }
  });

  test('hands over the error of a function', async () => {
    const answer = await lambda.send(new InvokeCommand({ FunctionName: 'Slow', Payload: '{"do":"throw"}' }));
    expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(parsed(answer.Payload)).toMatchObject({ errorType: 'TypeError', errorMessage: 'as asked' });
  });

  test('answers an asynchronous call before the function has', async () => {
    const event = JSON.stringify({ do: 'log', text: 'ran in the background' });
    const answer = await lambda.send(
      new InvokeCommand({ FunctionName: 'Slow', InvocationType: 'Event', Payload: event }),
    );
    expect(answer.StatusCode).toBe(202);
    expect(parsed(answer.Payload ?? Buffer.from('null'))).toBeNull();
    while (!stack.logs().some(({ message }) => String(message).includes('ran in the background'))) await delay(5);
  });
});

describe('the secret', () => {
  test('of a provider is its token', async () => {
    const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: 'local-provider-token' }));
    expect(SecretString).toBe('bearer');
  });

  test('of another name does not exist', async () => {
    await expect(secrets.send(new GetSecretValueCommand({ SecretId: 'other' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
