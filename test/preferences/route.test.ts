import { createHmac } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DeleteTableCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type JWTPayload, SignJWT } from 'jose';
import { viewerToken } from '../../commands/preferences/viewer-token.ts';
import type { LocalStack } from '../../local/stack.ts';
import { dynamoClient } from '../../local/tables/tables.ts';
import { runCommand } from '../commands/run-command.ts';
import { exchange } from '../support/http-exchange.ts';
import { type StageVariants, stageVariants } from '../support/stage-variants.ts';

/* The route on the local stack: its gateway, the deployed bundle, its table, its generated secrets. */

const PATH = '/api/stream/preferences';
const ORIGIN = 'https://www.example.com';
const SECRET = 'token-of-the-site';
const SHORT = 'short';
const VIEWER = 'viewer-whom-the-site-knows';
const WISH = { prefer: 'res:720,lang:de', subtitleLanguages: ['de', 'pt-BR'], dataSaver: true };
const NONE = { prefer: '', subtitleLanguages: [], dataSaver: false };

/** What the site signs with since its last rotation, and before it. */
const [PRESENT, FORMER] = ['present', 'former'].map((word) => `the ${word} secret of the site, in more than 32 bytes`);

let dataDir: string;
let stage: StageVariants;
let stack: LocalStack;
let token: string;

const ask = (method: string, headers: Record<string, string> = {}, body?: string) =>
  exchange(stack.port, PATH, { method, headers, ...(body !== undefined && { body }) });
const asViewer = (method: string, body?: unknown, bearer = token) =>
  ask(method, { Authorization: `Bearer ${bearer}` }, body === undefined ? undefined : JSON.stringify(body));
const tokenFor = (viewer: string) => viewerToken(viewer, { secret: SECRET, stage: 'dev', endpoint: stack.url });

async function items(): Promise<unknown[]> {
  const client = dynamoClient(stack.description.endpoints.dynamodb);
  const { Items = [] } = await client.send(new ScanCommand({ TableName: stack.description.tables.preferences! }));
  client.destroy();
  return Items;
}

/** How many lines of the log count a metric. */
const counted = (metric: string): number => stack.logs().filter((record) => metric in record).length;

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await delay(10);
}

beforeAll(async () => {
  stage = await stageVariants('dev', { preferences: { tokenSecret: SECRET }, corsOrigins: [ORIGIN] });
  dataDir = await mkdtemp(join(tmpdir(), 'preferences-'));
  await writeFile(
    join(dataDir, 'secrets.json'),
    JSON.stringify({ [SECRET]: PRESENT, [`${SECRET} (previous)`]: FORMER, [SHORT]: 'x'.repeat(31) }),
  );
  stack = await stage.start({ options: { containers: 1, dataDir } });
  token = await tokenFor(VIEWER);
}, 120_000);
afterAll(async () => {
  await stage.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** As the site signs, but for what a test changes. */
const signed = (claims: Partial<Record<keyof JWTPayload, unknown>>, secret = PRESENT!, alg = 'HS256') =>
  new SignJWT({ sub: VIEWER, aud: 'dev', exp: Math.floor(Date.now() / 1000) + 600, ...claims } as JWTPayload)
    .setProtectedHeader({ alg })
    .sign(Buffer.from(secret));
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('preferences', () => {
  test('of one who has stored nothing are none', async () => {
    const { status, json, headers } = await asViewer('GET');
    expect([status, json]).toEqual([200, { success: true, data: NONE }]);
    expect(headers['cache-control']).toBe('no-store');
    expect(headers).toHaveProperty('x-ratelimit-remaining');
  });

  test('that are stored with one token are read with another of the same viewer, and with nobody else’s', async () => {
    expect((await asViewer('PUT', WISH)).json).toEqual({ success: true, data: WISH });
    expect((await asViewer('GET', undefined, await tokenFor(VIEWER))).json.data).toEqual(WISH);
    expect((await asViewer('GET', undefined, await tokenFor('somebody else'))).json.data).toEqual(NONE);
  });

  test('that are deleted are removed from the table', async () => {
    await asViewer('PUT', WISH);
    expect(await items()).toHaveLength(1);
    expect((await asViewer('DELETE')).json).toEqual({ success: true, data: NONE });
    expect(await items()).toEqual([]);
  });

  test('are kept for a year after the last change', async () => {
    await asViewer('PUT', {});
    const [item] = (await items()) as { ttl: { N: string } }[];
    const days = (Number(item!.ttl.N) - Date.now() / 1000) / 86_400;
    expect(days).toBeGreaterThan(364);
    expect(days).toBeLessThan(366);
  });

  test('are refused to other methods, with those to use', async () => {
    const { status, json } = await asViewer('POST', WISH);
    expect([status, json.message]).toEqual([405, 'Use GET, PUT or DELETE.']);
  });

  test('may have a wish that ends in a comma, or is empty', async () => {
    for (const prefer of ['res:720,', '']) expect((await asViewer('PUT', { prefer })).status).toBe(200);
    expect((await asViewer('PUT', { prefer: ' ' })).json.data).toEqual(NONE);
  });

  test.each<[unknown, string]>([
    [{ prefer: 'fps:60' }, 'prefer'],
    [{ prefer: 7 }, 'prefer'],
    [{ subtitleLanguages: ['not a tag'] }, 'subtitleLanguages'],
    [{ subtitleLanguages: Array.from({ length: 11 }, () => 'de') }, 'subtitleLanguages'],
    [{ dataSaver: 'yes' }, 'dataSaver'],
    [{ colour: 'blue' }, 'colour'],
    [{ [`${'x'.repeat(39)}😀`]: 1 }, `${'x'.repeat(39)}\ufffd`],
    [[], 'body'],
    [null, 'body'],
    [{ prefer: 'x'.repeat(5000) }, 'body'],
  ])('that are not valid are refused by name: %j', async (body, field) => {
    const { status, json } = await asViewer('PUT', body);
    expect([status, json.error, json.details[0].field]).toEqual([400, 'Validation error', field]);
  });
});

describe('the command', () => {
  const command = (...args: string[]) => runCommand('preferences', ['token', ...args, '--endpoint', stack.url]);

  test('prints a token that the API takes, for the stage that runs there', async () => {
    const { code, out } = await command('by-command', '--secret', SECRET);
    expect([code, (await asViewer('GET', undefined, out.trim())).status]).toEqual([0, 200]);
  });

  test.each([
    ['nobody', ['', '--secret', SECRET], /^What the site calls a viewer has 1 to 256 characters\n$/],
    ['too long a name', ['x'.repeat(257), '--secret', SECRET], /^What the site calls a viewer has/],
    ['a secret that is not there', ['x'], /^There is no secret local-preferences-token: --secret names/],
    ['a secret that is too short', ['x', '--secret', SHORT], /^The secret short has under 32 bytes/],
  ])('refuses %s', async (_, args, sentence) => {
    const { code, out, err } = await command(...args);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(sentence);
  });
});

describe('a token', () => {
  test('that is missing or forged is a 401, which says that one is wanted', async () => {
    const forged = await new SignJWT({ sub: VIEWER, aud: 'dev', exp: Date.now() / 1000 + 60 })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(Buffer.from('a secret that somebody made up by themselves'));
    for (const headers of [{}, { Authorization: `Bearer ${forged}` }, { Authorization: 'Basic eDp5' }]) {
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const { status, json, headers: answered } = await ask(method, headers as Record<string, string>);
        expect([status, json.error, json.retryable]).toEqual([401, 'Unauthorized', false]);
        expect(answered['www-authenticate']).toBe('Bearer');
      }
    }
  });

  const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;
  const unsigned = () => `${part({ alg: 'none' })}.${part({ sub: VIEWER, aud: 'dev', exp: inSeconds(60) })}`;
  test.each<[string, () => string | Promise<string>]>([
    ['has expired', () => signed({ exp: inSeconds(-1) })],
    ['ends in more than a day', () => signed({ exp: inSeconds(25 * 3600) })],
    ['is for another stage', () => signed({ aud: 'prod' })],
    ['names nobody', () => signed({ sub: undefined })],
    ['is of another algorithm', () => signed({}, `${PRESENT}${PRESENT}`, 'HS512')],
    ['needs no signature, as it says', () => `${unsigned()}.`],
    [
      'is signed and says that it needs no signature',
      () => `${unsigned()}.${createHmac('sha256', PRESENT!).update(unsigned()).digest('base64url')}`,
    ],
    ['was cut', () => token.slice(0, -3)],
  ])('that %s reads, changes and removes nothing', async (_why, make) => {
    await asViewer('PUT', WISH);
    const bad = await make();
    for (const method of ['GET', 'PUT', 'DELETE']) {
      expect((await asViewer(method, method === 'PUT' ? {} : undefined, bad)).status).toBe(401);
    }
    expect((await asViewer('GET')).json.data).toEqual(WISH);
  });

  test('of the secret before the rotation still opens the same viewer’s preferences', async () => {
    await asViewer('PUT', WISH, await signed({}, FORMER));
    expect((await asViewer('GET')).json.data).toEqual(WISH);
  });

  test('in a cookie or in the query opens nothing', async () => {
    const answer = await exchange(stack.port, `${PATH}?token=${token}&access_token=${token}`, {
      headers: { Cookie: `token=${token}` },
    });
    expect(answer.status).toBe(401);
  });
});

test('a page of a listed origin may send a token, and use every method', async () => {
  const { status, headers } = await ask('OPTIONS', { Origin: ORIGIN, 'Access-Control-Request-Method': 'PUT' });
  expect(status).toBe(204);
  expect(headers['access-control-allow-methods']).toBe('GET, PUT, DELETE');
  expect(headers['access-control-allow-headers']).toContain('authorization, content-type');
});

test('another method is a 405 that names those there are', async () => {
  const { status, headers } = await asViewer('POST', {});
  expect([status, headers.allow]).toEqual([405, 'GET, PUT, DELETE, OPTIONS']);
});

test('no viewer and no token is in anything that is written: table, log, and every file of the stack', async () => {
  await asViewer('PUT', WISH);
  await asViewer('PUT', { prefer: 'fps:1' });
  await asViewer('GET', undefined, `${token}x`);
  const files = await readdir(dataDir, { recursive: true, withFileTypes: true });
  const bytes = await Promise.all(
    files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name), 'latin1')),
  );
  expect(bytes.length).toBeGreaterThan(1);
  const written = JSON.stringify([await items(), stack.logs()]) + bytes.join();
  expect(written).not.toContain(VIEWER);
  expect(written).not.toContain(token.split('.')[1]);
  expect(written).not.toContain(token.split('.')[2]);
  expect((await items()).length).toBeGreaterThan(0);
});

test('what an operator watches: tokens that do not hold, and a table that does not answer, which is a 503', async () => {
  const refused = counted('TokensRefused');
  // A request without a token is none that was refused.
  await ask('GET');
  await asViewer('GET', undefined, `${token}x`);
  await until(() => counted('TokensRefused') > refused);
  expect([counted('TokensRefused') - refused, counted('PreferencesFailed')]).toEqual([1, 0]);

  const client = dynamoClient(stack.description.endpoints.dynamodb);
  await client.send(new DeleteTableCommand({ TableName: stack.description.tables.preferences! }));
  client.destroy();
  const { status, json, headers } = await asViewer('GET');
  expect([status, json.error, json.retryable]).toEqual([503, 'Service unavailable', true]);
  expect(headers['retry-after']).toBe('5');
  await until(() => counted('PreferencesFailed') > 0);
});

test('a stage without the setting has no such route and no resource of it', async () => {
  const without = await stageVariants();
  expect(without.definition.functions.map(({ key }) => key)).not.toContain('preferences');
  expect(without.definition.api.routes.map(({ path }) => path)).not.toContain(PATH);
  await without.stop();
});
