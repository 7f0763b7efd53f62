import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { liveTicketAnswer } from '../../contract/events.ts';
import type { LocalStack } from '../../local/stack.ts';
import { exchange } from '../support/http-exchange.ts';
import { type StageVariants, stageVariants } from '../support/stage-variants.ts';
import { Socket } from './sockets.ts';

/* A stage with API keys on the local stack: a connection needs a ticket, which the site's server has with its key. */

let stage: StageVariants;
let stack: LocalStack;
let url: string;
let key: string;

beforeAll(async () => {
  stage = await stageVariants('staging', { live: {} });
  stack = await stage.start({ options: { containers: 1 } });
  url = `ws://127.0.0.1:${stack.port}/live`;
  key = [...stack.apiKeys.entries()].find(([id]) => id.includes('Access'))![1];
}, 240_000);
afterAll(() => stage.stop());

const ask = (headers: Record<string, string> = {}, method = 'POST') =>
  exchange(stack.port, '/api/stream/live/tickets', { method, headers });

test('a ticket admits one connection', async () => {
  const { status, json, headers } = await ask({ 'x-api-key': key });
  expect(status).toBe(200);
  expect(liveTicketAnswer.safeParse(json).success).toBe(true);
  expect(headers['cache-control']).toBe('no-store');
  expect(headers).toHaveProperty('x-ratelimit-remaining');
  const { ticket } = json.data;
  const socket = await Socket.open(`${url}?ticket=${ticket}`);
  expect(await Socket.refusal(`${url}?ticket=${ticket}`)).toBe(401);
  socket.close();
  expect(JSON.stringify(stack.logs())).not.toContain(ticket);
});

test('without a ticket there is no connection, and without a key no ticket', async () => {
  expect(await Socket.refusal(url)).toBe(401);
  expect(await Socket.refusal(`${url}?ticket=guessed`)).toBe(401);
  expect((await ask()).status).toBe(403);
  expect((await ask({ 'x-api-key': key }, 'GET')).status).toBe(405);
});

test("the edge's key gets no ticket: behind it, everybody would have one", async () => {
  const { id } = stage.definition.api.keys.find((each) => each.id.includes('Access'))!;
  const behind = await stage.start({ environment: { EDGE_KEY_ID: `another,${id}` }, options: { containers: 1 } });
  const ofEdge = behind.apiKeys.get(id)!;
  const { status, headers } = await exchange(behind.port, '/api/stream/live/tickets', {
    method: 'POST',
    headers: { 'x-api-key': ofEdge },
  });
  expect(status).toBe(403);
  // Refused by the function, not by the gateway.
  expect(headers).toHaveProperty('x-ratelimit-remaining');
}, 60_000);
