import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { dynamoClient } from '../../local/tables/tables.ts';
import { startLocalStack } from '../support/local-stack.ts';

let stack: Awaited<ReturnType<typeof startLocalStack>>;

beforeAll(async () => {
  // Staging takes an API key and has a canary.
  stack = await startLocalStack({ stage: 'staging', containers: 2 });
});
afterAll(() => stack.stop());

async function visit(): Promise<{ complaints: string[]; cachedMs?: number }> {
  const { payload, functionError } = await stack.invoke('canary', {});
  expect(functionError).toBeUndefined();
  return JSON.parse(payload) as { complaints: string[] };
}

/** The last line of metrics that the canary wrote. */
function lastMetrics(): Record<string, unknown> {
  const lines = stack.logs().filter((line) => 'CanarySuccess' in line);
  return lines.at(-1)! as unknown as Record<string, unknown>;
}

describe('the canary on the local stack', () => {
  test('finds its key by itself, has no complaint about the title of the stage, and writes that as metrics', async () => {
    expect(await visit()).toEqual({ complaints: [], cachedMs: expect.any(Number) });
    expect(lastMetrics()).toMatchObject({ CanarySuccess: 1, stage: 'staging', CanaryResponseTime: expect.any(Number) });
  });

  test('runs for everyone on this machine by its name', async () => {
    const answer = await fetch(`${stack.url}/local/run/canary`, { method: 'POST' });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ complaints: [], cachedMs: expect.any(Number) });
  });

  test('complains when the title is removed, without failing itself', async () => {
    const { endpoints, tables } = stack.description;
    const client = dynamoClient(endpoints.dynamodb);
    await client.send(new DeleteItemCommand({ TableName: tables.catalogue!, Key: { pk: { S: 'movie:10378' } } }));
    client.destroy();
    await stack.invoke('cache', { action: 'purge', scope: { all: true } });
    // A container reads the purges every four seconds.
    const isMissing = async () => (await visit()).complaints.length > 0;
    while (!(await isMissing())) await new Promise((resolve) => setTimeout(resolve, 250));
    expect(await visit()).toEqual({ complaints: ['first answer: status 404 (Extraction failed)'] });
    expect(lastMetrics()).toMatchObject({ CanarySuccess: 0 });
    expect(lastMetrics()).not.toHaveProperty('CanaryResponseTime');
  });
});
