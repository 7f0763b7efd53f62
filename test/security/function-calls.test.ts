import { PutItemCommand, type PutItemCommandInput } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import type { LocalStack } from '../../local/stack.ts';
import { dynamoClient } from '../../local/tables/tables.ts';
import { synthesise } from '../lib/synthesise.ts';
import { onlyResource } from '../lib/template-resources.ts';
import { type DynamodbProxy, startDynamodbProxy } from '../support/dynamodb-proxy.ts';
import { json, type ProviderService, startProviderService } from '../support/provider-service.ts';
import { proxyEvent } from '../support/proxy-event.ts';
import { type StageVariants, stageVariants } from '../support/stage-variants.ts';

/*
 * What each function may do, against what it does: every call to AWS of a run that leads it through all that it can
 * come to.
 */

let provider: ProviderService;
let stage: StageVariants;
let proxy: DynamodbProxy;
let stack: LocalStack;
let template: Template;
const otherCalls: string[] = [];

beforeAll(async () => {
  provider = await startProviderService();
  provider.on('1', json({ sources: [{ url: 'https://media.example/a.mp4' }] }));
  const providers = [
    { type: 'http', name: 'service', url: provider.url, tokenSecret: 'local-provider-token' } as const,
    { type: 'catalogue', name: 'catalogue' } as const,
  ];
  template = synthesise('dev', { providers });
  stage = await stageVariants('dev', { providers });
  proxy = await startDynamodbProxy();
  stack = await stage.start({
    // What another function ran would be taken for a call of this one.
    environment: { REFRESH_FUNCTION: 'nowhere', NOTIFY_FUNCTION: 'nowhere', FRESH_SECONDS: '1' },
    options: { containers: 1, providerToken: 'bearer' },
    parts: {
      dynamodbEndpoint: proxy.endpointFor,
      onRequest: ({ path }) => otherCalls.push(path.endsWith('/invocations') ? 'InvokeFunction' : 'GetSecretValue'),
    },
  });
}, 120_000);
afterAll(async () => {
  await stage.stop();
  await proxy.stop();
  await provider.stop();
}, 120_000);

/** `UpdateItem LimitsTable`, `InvokeFunction` … */
function rightsOf(name: string): string[] {
  const [, { Properties }] = onlyResource(template, 'AWS::IAM::Policy', name);
  const { Statement } = Properties.PolicyDocument as { Statement: { Action: string | string[]; Resource: unknown }[] };
  const rights = Statement.flatMap(({ Action, Resource }) =>
    [Action].flat().flatMap((action) => {
      const [service, call] = action.split(':') as [string, string];
      if (service === 'logs') return [];
      if (service !== 'dynamodb') return [call];
      return (JSON.stringify(Resource).match(/(Cache|Catalogue|Limits|Notify)Table/g) ?? []).map(
        (table) => `${call} ${table}`,
      );
    }),
  );
  return [...new Set(rights)].sort();
}

async function callsDuring(run: () => Promise<void>): Promise<string[]> {
  proxy.calls.length = 0;
  otherCalls.length = 0;
  await run();
  const names = proxy.calls.map(({ operation, table }) => `${operation} ${/(\w+Table)/.exec(table)![1]}`);
  return [...new Set([...names, ...otherCalls])].sort();
}

const extract = (tmdbId: string) => stack.invoke('extract', proxyEvent({ tmdbId, mediaType: 'movie' }));
const content = (tmdbId: string) => ({ mediaType: 'movie', tmdbId });

async function put(table: 'CACHE_TABLE' | 'LIVE_TABLE', Item: PutItemCommandInput['Item']): Promise<void> {
  const client = dynamoClient(stack.description.endpoints.dynamodb);
  await client.send(new PutItemCommand({ TableName: environmentOf('cache')[table], Item }));
  client.destroy();
}

const environmentOf = (key: string) => stage.definition.functions.find((each) => each.key === key)!.environment;
const inAMinute = () => Date.now() + 60_000;

/** The lease that a refresh runs under is that of the request which set it going. Somebody watches it. */
const plantLease = (tmdbId: string, owner: string): Promise<void> =>
  put('CACHE_TABLE', {
    pk: { S: `${environmentOf('refresh').CACHE_NAMESPACE}#movie:${tmdbId}` },
    leaseOwner: { S: owner },
    leaseUntil: { N: String(inAMinute()) },
    leaseGeneration: { N: '0' },
    watchedUntil: { N: String(inAMinute()) },
  });

/** One title fails and another is answered, so that the breaker is both counted and reset. */
async function failOnce(
  [failing, answered]: [string, string],
  ask: (tmdbId: string) => Promise<unknown>,
): Promise<void> {
  provider.on(failing, json({}, 403));
  await ask(failing);
  provider.on(answered, json({ sources: [{ url: 'https://media.example/b.mp4' }] }));
  await ask(answered);
}

describe('what a function may do is what it does', () => {
  test('extract', async () => {
    const calls = await callsDuring(async () => {
      await extract('404');
      await failOnce(['2', '22'], extract);
      await extract('1');
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      await extract('1');
    });
    expect(calls).toEqual(rightsOf('Extract'));
  });

  test('refresh', async () => {
    const calls = await callsDuring(async () => {
      await failOnce(['3', '33'], async (tmdbId) => {
        await plantLease(tmdbId, 'holder');
        await stack.invoke('refresh', { content: content(tmdbId), token: 'holder' });
      });
      await plantLease('404', 'holder');
      await stack.invoke('refresh', { content: content('404'), token: 'holder' });
    });
    expect(calls).toEqual(rightsOf('Refresh'));
  });

  test('cache', async () => {
    const ttl = { N: String(Math.ceil(inAMinute() / 1000)) };
    await put('LIVE_TABLE', { pk: { S: 'title#movie:1' }, sk: { S: '#somebody' }, ttl });
    const calls = await callsDuring(async () => {
      await stack.invoke('cache', { action: 'show', content: content('1') });
      await stack.invoke('cache', { action: 'purge', scope: { content: content('1') } });
    });
    expect(calls).toEqual(rightsOf('Cache'));
  });
});
