import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { UsageAnswer } from '../../contract/local/usage.ts';
import type { UsageDimension, UsageRow } from '../../contract/usage.ts';
import { dynamoClient } from '../../local/tables/tables.ts';
import { runCommand } from '../commands/run-command.ts';
import { exchange, moviePath } from '../support/http-exchange.ts';
import { startLocalStack } from '../support/local-stack.ts';
import { json, type ProviderService, startProviderService } from '../support/provider-service.ts';
import { body, Players, text } from './player.ts';

/* The collector on the local stack: its gateway, the deployed bundles, its table, its command. */

const TITLE = 'tmdbId=42&mediaType=movie&interval=30';
const SESSION = 'c0ffee00-5e55-4a0d-8bad-f00dcafe0001';
const TOKEN = 'token-that-opens-everything';
const T0 = 1_795_700_000_000;

let provider: ProviderService;
let stack: Awaited<ReturnType<typeof startLocalStack>>;
let players: Players;

beforeAll(async () => {
  provider = await startProviderService();
  for (const id of ['42', '43']) {
    provider.on(
      id,
      json({ sources: [{ url: `https://media.example/${id}.mp4?token=${TOKEN}`, quality: '1080p', id: 'main' }] }),
    );
  }
  const settings = ['usage={"origins":["https://player.example"]}', 'corsOrigins=["https://www.example.com"]'];
  stack = await startLocalStack({ providerUrls: [provider.url], settings });
  players = new Players(stack.port);
  expect((await exchange(stack.port, moviePath(42))).status).toBe(200);
});
afterAll(async () => {
  players.close();
  await stack.stop();
  await provider.stop();
});

async function rows(by: UsageDimension): Promise<readonly UsageRow[]> {
  const answer = (await (await fetch(`${stack.url}/local/usage?by=${by}`)).json()) as UsageAnswer;
  expect(answer).toMatchObject({ isOn: true, days: 1 });
  return answer.rows!;
}
const rowOf = async (by: UsageDimension, key: string) => (await rows(by)).find((row) => row.key === key);

/** A viewing of 100 s with a stall of 2 s and one switch, in one body. */
const viewing = (sid = SESSION, at = T0) => {
  const own = { sid: text(sid), cid: text('main') };
  return body(
    { ...own, e: 'ps', sta: 's', ts: at, sn: 0 },
    { ...own, e: 'bc', sta: 's', ts: at + 100, sn: 1, br: '(5000)', 'com.streamapi-q': text('1080p') },
    { ...own, e: 'ps', sta: 'p', ts: at + 400, sn: 2, msd: 400, br: '(5000)', 'com.streamapi-q': text('1080p') },
    { ...own, e: 't', sta: 'p', ts: at + 30_400, sn: 3, br: '(5000)', 'com.streamapi-q': text('1080p') },
    { ...own, e: 'bc', sta: 'p', ts: at + 50_400, sn: 4, br: '(2500)', 'com.streamapi-q': text('720p') },
    { ...own, e: 'ps', sta: 'r', ts: at + 60_400, sn: 5, br: '(2500)', 'com.streamapi-q': text('720p') },
    { ...own, e: 'ps', sta: 'p', ts: at + 62_400, sn: 6, br: '(2500)', 'com.streamapi-q': text('720p') },
    { ...own, e: 't', sta: 'p', ts: at + 90_400, sn: 7, br: '(2500)', 'com.streamapi-q': text('720p') },
    { ...own, e: 'ps', sta: 'a', ts: at + 102_400, sn: 8, br: '(2500)', 'com.streamapi-q': text('720p') },
  );
};

describe('a viewing', () => {
  test('is in the rows by quality, to the millisecond', async () => {
    const posted = await players.post(TITLE, viewing());
    expect([posted.status, posted.text]).toEqual([204, '']);
    expect(await rows('quality')).toEqual([
      expect.objectContaining({
        key: '1080p',
        sessions: 1,
        playedSeconds: 50,
        stalledSeconds: 0,
        switches: 0,
        errors: 0,
      }),
      expect.objectContaining({ key: '720p', sessions: 0, playedSeconds: 50, stalledSeconds: 2, switches: 1 }),
    ]);
    const [best] = await rows('quality');
    expect(Math.abs(best!.startupMsP50! - 400)).toBeLessThanOrEqual(50);
  });

  test('is in the present hour, and of no CDN that is known', async () => {
    const hour = `${new Date().toISOString().slice(0, 13)}:00:00Z`;
    expect(await rowOf('hour', hour)).toMatchObject({ playedSeconds: 100, sessions: 1 });
    expect(await rowOf('cdn', 'unknown')).toMatchObject({ playedSeconds: 100 });
  });

  test('is not told apart by its title and its source until there are five of them', async () => {
    expect((await rows('title')).map(({ key }) => key)).toEqual(['other']);
    expect((await rows('source')).map(({ key }) => key)).toEqual(['other']);
    for (const client of [2, 3, 4, 5]) await players.post(TITLE, viewing(`${SESSION}${client}`), { client });
    expect(await rows('title')).toEqual([
      expect.objectContaining({ key: 'movie:42', sessions: 5, playedSeconds: 500 }),
    ]);
    expect(await rows('source')).toEqual([expect.objectContaining({ key: 'main', title: 'movie:42', sessions: 5 })]);
  });

  test('of an invented title, or of an invented source, makes no row', async () => {
    await players.post('tmdbId=666&mediaType=movie', viewing());
    await players.post(TITLE, viewing().replaceAll('cid="main"', 'cid="invented"'));
    expect((await rows('title')).map(({ key }) => key)).toEqual(['movie:42', 'other']);
    expect((await rows('source')).map(({ key }) => key)).toEqual(['main', 'other']);
    expect(JSON.stringify(await stored())).not.toMatch(/invented|666/);
  });
});

describe('a post', () => {
  test.each([
    ['without a Content-Type', {}],
    ['of text/plain', { 'Content-Type': 'text/plain;charset=UTF-8' }],
    ['of application/cmcd', { 'Content-Type': 'application/cmcd' }],
    ['of the site itself', { Origin: 'http://site.example', Host: 'site.example' }],
    ['of a page of this machine', { Origin: 'http://localhost:PORT', Host: '127.0.0.1:PORT' }],
    ['of a page of this machine by its address', { Origin: 'http://127.0.0.1:PORT', Host: 'localhost:PORT' }],
    ['of a listed origin', { Origin: 'https://player.example' }],
    ['of an origin that may read answers', { Origin: 'https://www.example.com' }],
  ])('%s counts', async (_name, named) => {
    const headers = JSON.parse(JSON.stringify(named).replaceAll('PORT', String(stack.port)));
    const before = (await rowOf('quality', '720p'))!.playedSeconds;
    expect((await players.post(TITLE, viewing(), { headers, client: 20 })).status).toBe(204);
    expect((await rowOf('quality', '720p'))!.playedSeconds).toBe(before + 50);
  });

  test.each<[string, string, string | Buffer, object, number]>([
    ['of another site', TITLE, viewing(), { Origin: 'https://elsewhere.example' }, 400],
    ['of another type', TITLE, viewing(), { 'Content-Type': 'application/json' }, 400],
    ['without a title', 'interval=30', viewing(), {}, 400],
    ['with an interval of an hour', 'tmdbId=42&mediaType=movie&interval=3600', viewing(), {}, 400],
    ['of nothing', TITLE, '', {}, 400],
    ['of no records', TITLE, 'a page, not a record', {}, 400],
    ['of 33 KB', TITLE, viewing().padEnd(33 * 1024, '\n'), {}, 413],
    ['of 11 MB', TITLE, viewing().padEnd(11 * 1024 * 1024, '\n'), {}, 413],
    ['of 32,700 bytes that are no text', TITLE, Buffer.alloc(32_700, 0xff), {}, 400],
    ['of 101 records', TITLE, `e=t,sta=p,ts=${T0}\n`.repeat(101), {}, 413],
  ])('%s is refused and adds nothing', async (_name, query, content, headers, status) => {
    const before = await rows('quality');
    expect((await players.post(query, content, { headers, client: 21 })).status).toBe(status);
    expect(await rows('quality')).toEqual(before);
  });

  test('needs no preflight from a listed origin, and one that is made is answered', async () => {
    const headers = { Origin: 'https://player.example', 'Access-Control-Request-Method': 'POST' };
    const { status, headers: answered } = await players.post(TITLE, '', { method: 'OPTIONS', headers });
    expect(status).toBe(204);
    expect(answered['access-control-allow-methods']).toBe('POST');
    expect(answered['access-control-allow-headers']).toContain('content-type');
    const other = await players.post(TITLE, '', { method: 'GET' });
    expect([other.status, other.headers.allow, JSON.parse(other.text).message]).toEqual([
      405,
      'POST, OPTIONS',
      'Use POST.',
    ]);
  });
});

async function stored(): Promise<unknown[]> {
  const client = dynamoClient(stack.description.endpoints.dynamodb);
  const { Items = [] } = await client.send(new ScanCommand({ TableName: stack.description.tables.usage! }));
  client.destroy();
  return Items;
}

test('npm run usage shows the same as JSON, and as a table', async () => {
  const asked = (...options: string[]) => runCommand('usage', [...options, '--endpoint', stack.url]);
  const { code, out, err } = await asked('--by', 'quality', '--json');
  expect([code, err]).toEqual([0, '']);
  expect(JSON.parse(out)).toEqual(await rows('quality'));
  expect((await asked('--by', 'title', '--days', '2')).out).toMatch(/^title +sessions[^\n]+\nmovie:42 +\d+ +/);
  expect((await asked('--by', 'viewer')).err).toMatch(/--by is one of quality, cdn, title, source, hour/);
  expect((await asked('--by', 'hour', '--days', '91')).code).toBe(1);
});

test('600 posts of 300 clients are all counted, and answers are served meanwhile', async () => {
  const title = 'tmdbId=43&mediaType=movie&interval=30';
  expect((await exchange(stack.port, moviePath(43))).status).toBe(200);
  const containers = stack.pids('extract').length;
  const posts = Array.from({ length: 600 }, (_, index) => index);
  let refused = 0;
  const posting = Promise.all(
    posts.map(async (index) => {
      // The route's own throttle refuses what is too much in a second.
      for (;;) {
        const { status } = await players.post(title, viewing(`s-${index}`), { client: 100 + (index % 300) });
        if (status === 204) return;
        expect(status).toBe(429);
        refused += 1;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    }),
  );
  let isDone = false;
  void posting.then(() => {
    isDone = true;
  });
  while (!isDone) {
    expect((await exchange(stack.port, moviePath(42))).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await posting;
  expect(stack.pids('extract').length).toBe(containers);
  expect(refused).toBeGreaterThanOrEqual(0);
  expect(await rowOf('title', 'movie:43')).toMatchObject({
    sessions: 600,
    playedSeconds: 60_000,
    stalledSeconds: 1_200,
    switches: 600,
  });
});

test('one client is capped, however much it posts', async () => {
  const statuses: number[] = [];
  for (let index = 0; index < 130; index += 1) {
    statuses.push((await players.post(TITLE, viewing(`f-${index}`), { client: 900 })).status);
  }
  const counted = statuses.filter((status) => status === 204).length;
  // A window may end meanwhile.
  expect(counted).toBeLessThanOrEqual(120);
  expect(statuses.filter((status) => status !== 204).every((status) => status === 429)).toBe(true);
});

test('no session, link, token or address is in a table, a log or a metric', async () => {
  await players.post(
    TITLE,
    body(
      { e: 'rr', ts: T0, sid: text(SESSION), url: text(`https://media.example/42.mp4?token=${TOKEN}`) },
      { e: 't', sta: 'p', ts: T0, sid: text(SESSION) },
    ),
    { client: 30 },
  );
  const logs = JSON.stringify(stack.logs());
  const items = JSON.stringify(await stored());
  for (const secret of [SESSION, TOKEN, '42.mp4', '127.0.1.']) {
    expect(items).not.toContain(secret);
    expect(logs).not.toContain(secret);
  }
  // What is on the disk beside the cache, whose entries hold links.
  const files = await readdir(join(stack.dataDir, 'tables'), { recursive: true, withFileTypes: true });
  for (const file of files.filter((each) => each.isFile())) {
    const bytes = await readFile(join(file.parentPath, file.name));
    for (const secret of [SESSION, '127.0.1.']) expect([file.name, bytes.includes(secret)]).toEqual([file.name, false]);
  }
});
