import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteItemCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { LocalOptions } from '../../local/options.ts';
import { type LocalStack, startStack } from '../../local/stack.ts';
import { dynamoClient } from '../../local/tables/tables.ts';
import { stageFolder, startProbeStack } from './stage.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stream-api-stack-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const options = (changes: Partial<LocalOptions> = {}): LocalOptions => ({
  port: 0,
  stage: 'dev',
  providerUrls: [],
  containers: 2,
  dataDir: join(folder, 'data'),
  trustedOrigins: [],
  ...changes,
});

const MOVIE = '/api/stream/extract?tmdbId=550&mediaType=movie';

describe('the synthesised stage on this machine', () => {
  test('answers a sample title with links that lead to media, also after a restart on the same port', async () => {
    let stack = await startStack(options({ logFile: join(folder, 'log.jsonl') }));
    const first = await fetch(stack.url + MOVIE);
    expect(first.status).toBe(200);
    const { data } = (await first.json()) as { data: { sources: { url: string }[] } };
    for (const { url } of data.sources) {
      expect(url.startsWith(`${stack.url}/media/`)).toBe(true);
      expect((await fetch(url)).status).toBe(200);
    }
    const { port } = stack;
    await stack.stop();

    stack = await startStack(options({ port }));
    const again = await fetch(stack.url + MOVIE);
    expect(((await again.json()) as { data: unknown }).data).toEqual(data);
    expect(again.headers.get('Cache-Status')).toContain('hit');
    await stack.stop();

    const logged = (await readFile(join(folder, 'log.jsonl'), 'utf8')).trim().split('\n');
    expect(logged.map((line) => JSON.parse(line))).toContainEqual(expect.objectContaining({ tmdbId: '550' }));
  });

  test("writes the sample titles again when their links have another port, and leaves the operator's changes otherwise", async () => {
    let stack: LocalStack = await startStack(options());
    const { port } = stack;
    const key = () => ({ TableName: stack.description.tables.catalogue!, Key: { pk: { S: 'movie:550' } } });
    const row = async () =>
      (await dynamoClient(stack.description.endpoints.dynamodb).send(new GetItemCommand(key()))).Item?.row?.S;
    expect(await row()).toContain(`http://localhost:${port}/media/`);
    await dynamoClient(stack.description.endpoints.dynamodb).send(new DeleteItemCommand(key()));
    await stack.stop();

    stack = await startStack(options({ port }));
    expect(await row()).toBeUndefined();
    await stack.stop();
  });

  test('asks the providers of the command line first, with the token', async () => {
    const asked: (string | undefined)[] = [];
    const provider = createServer((message, response) => {
      asked.push(message.headers.authorization);
      response.end(JSON.stringify({ sources: [{ url: 'https://cdn.example/movie-1080.mp4' }] }));
    }).listen(0, '127.0.0.1');
    await once(provider, 'listening');
    const { port } = provider.address() as AddressInfo;
    const stack = await startStack(options({ providerUrls: [`http://127.0.0.1:${port}/`], providerToken: 'secret' }));
    const answer = (await (await fetch(stack.url + MOVIE)).json()) as { data: { sources: unknown } };
    await stack.stop();
    provider.close();
    expect(answer.data.sources).toEqual([
      {
        url: 'https://cdn.example/movie-1080.mp4',
        id: expect.any(String),
        quality: '1080p',
        type: 'mp4',
        provider: 'extractor-url',
      },
    ]);
    expect(asked).toEqual(['Bearer secret']);
  });

  test('needs the generated key in prod, which a restart keeps', async () => {
    let stack = await startStack(options({ stage: 'prod' }));
    const keys = [...stack.apiKeys.values()];
    const [key] = keys;
    const refused = await fetch(stack.url + MOVIE);
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ error: 'Forbidden', retryable: false, requestId: expect.any(String) });
    expect((await fetch(stack.url + MOVIE, { headers: { 'X-API-Key': key! } })).status).toBe(200);
    expect(await (await fetch(`${stack.url}/nowhere`)).json()).toMatchObject({ error: 'Not found', retryable: false });
    await stack.stop();

    stack = await startStack(options({ stage: 'prod' }));
    expect([...stack.apiKeys.values()]).toEqual(keys);
    await stack.stop();
  });
});

describe('a start that cannot succeed reports why in one sentence, and leaves nothing running', () => {
  test('the port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(startStack(options({ port }))).rejects.toThrow(
      `Port ${port} is in use: choose another one with --port`,
    );
    other.close();
  });

  test('the disk fills up while the stack starts', async () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    await expect(startStack(options(), { define: () => Promise.reject(full) })).rejects.toThrow(
      `The data folder ${join(folder, 'data')} cannot be used: the disk is full`,
    );
  });

  test('the stage is unknown', async () => {
    await expect(startStack(options({ stage: 'nope' }))).rejects.toThrow(/^There is no stage "nope"/);
  });

  test.each<[string, Partial<LocalOptions>, RegExp]>([
    ['the log is in what is no folder', { logFile: 'a-file/log' }, /^The log .* cannot be written: .+$/],
    ['the data folder is a file', { dataDir: 'a-file' }, /^The data folder .* cannot be used: .+$/],
    [
      'the titles to watch are not there',
      { watchFile: 'none' },
      /^The titles of .*none cannot be read: there is no such file$/,
    ],
  ])('%s', async (_reason, changes, message) => {
    await writeFile(join(folder, 'a-file'), '');
    const paths = Object.entries(changes).map(([name, path]) => [name, join(folder, path as string)]);
    await expect(startStack(options(Object.fromEntries(paths)))).rejects.toThrow(message);
  });

  test('the data directory is in use', async () => {
    const { path, remove } = await stageFolder();
    const stack = await startProbeStack(path);
    await expect(startProbeStack(path)).rejects.toThrow(/another local stack uses it$/);
    expect((await fetch(`${stack.url}/open`)).status).toBe(200);
    await stack.stop();
    await remove();
  });
});
