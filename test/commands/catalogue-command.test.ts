import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { movieLine, type RunningTable, startCatalogueTable, TABLE } from './catalogue-tables.ts';
import { runCommand } from './run-command.ts';

let table: RunningTable;
let folder: string;
/** Plays the local stack's gateway and CloudFormation, which both only name the table. */
let directory: Server;
let address: string;

beforeAll(async () => {
  table = await startCatalogueTable();
  folder = await mkdtemp(join(tmpdir(), 'stream-api-catalogue-'));
  directory = createServer((request, response) => {
    if (request.url === '/local/stack') {
      response.end(
        JSON.stringify({ endpoints: { dynamodb: table.endpoint }, tables: { cache: 'cache', catalogue: TABLE } }),
      );
    } else if (request.method === 'POST') {
      response.setHeader('content-type', 'text/xml');
      response.end(
        `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks><member><StackName>StreamApi-staging</StackName><Outputs><member><OutputKey>CatalogueTableName</OutputKey><OutputValue>${TABLE}</OutputValue></member></Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`,
      );
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => directory.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(directory.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await new Promise((resolve) => directory.close(resolve));
  await table.stop();
  await rm(folder, { recursive: true });
});

const catalogue = (options: readonly string[], input = '') =>
  runCommand('catalogue', options, {
    input,
    environment: {
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
      AWS_ENDPOINT_URL_CLOUDFORMATION: address,
    },
  });

describe('npm run catalogue', () => {
  test('imports a file into the local stack, names each bad line on stderr and exits with 1', async () => {
    const file = join(folder, 'titles.jsonl');
    await writeFile(file, [movieLine('1'), 'oops', movieLine('2', { title: 'Two' })].join('\r\n'));
    const { code, out, err } = await catalogue(['import', file, '--endpoint', address]);
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toMatch(/^line 2: is not valid JSON: .*\n2 titles imported, 1 line rejected\n$/);
    expect(await table.keys()).toEqual(expect.arrayContaining(['movie:1', 'movie:2']));
  });

  test('what list --json writes, import reads from standard input', async () => {
    await catalogue(['import', '-', '--table', TABLE], movieLine('77', { title: 'Memento' }));
    const listed = await catalogue(['list', '--json', '--stage', 'staging']);
    const rows = listed.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows).toContainEqual(JSON.parse(movieLine('77', { title: 'Memento' })));
    const again = await catalogue(['import', '-', '--table', TABLE], listed.out);
    expect(again).toMatchObject({ code: 0, err: expect.stringMatching(/imported, 0 lines rejected/) });
  });

  test('lists one line a title: its key, its sources, its name', async () => {
    await catalogue(['import', '-', '--table', TABLE], movieLine('78', { title: 'Following' }));
    const { code, out } = await catalogue(['list', '--table', TABLE]);
    expect(code).toBe(0);
    expect(out.split('\n')).toContain('movie:78\t1 source\tFollowing');
  });

  test('removes one episode, and fails when there is no such title', async () => {
    const episode = (number: number) => movieLine('1396', { mediaType: 'tv', season: 0, episode: number });
    await catalogue(['import', '-', '--table', TABLE], `${episode(0)}\n${episode(1)}\n`);
    const options = ['--tmdb-id', '1396', '--media-type', 'tv', '--season', '0', '--episode', '0', '--table', TABLE];
    expect(await catalogue(['remove', ...options])).toEqual({ code: 0, out: '', err: 'tv:1396:0:0 removed\n' });
    expect(await table.row('tv:1396:0:0')).toBeUndefined();
    expect(await table.row('tv:1396:0:1')).toBeDefined();
    const again = await catalogue(['remove', ...options]);
    expect(again).toEqual({ code: 1, out: '', err: 'tv:1396:0:0 is not in the catalogue\n' });
  });

  test.each([
    ['no command', [], /^no command given/],
    ['an unknown command', ['purge', '--table', TABLE], /^unknown command purge/],
    ['an unknown option', ['list', '--tabel', TABLE], /^Unknown option '--tabel'/],
    ['no table', ['list'], /^give one of --stage, --table and --endpoint/],
    ['two tables', ['list', '--table', TABLE, '--stage', 'dev'], /^give one of/],
    [
      'an episode without its season',
      ['remove', '--tmdb-id', '1', '--media-type', 'tv', '--table', TABLE],
      /^a title is --tmdb-id/,
    ],
    ['a file that is not there', ['import', '/nowhere/titles.jsonl', '--table', TABLE], /^ENOENT/],
    [
      'no local stack',
      ['list', '--endpoint', 'http://127.0.0.1:9'],
      /^No local stack answers at http:\/\/127\.0\.0\.1:9/,
    ],
  ])('%s is a one-line error and exit code 1', async (_, options, message) => {
    const { code, out, err } = await catalogue(options);
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toMatch(message);
    expect(err.trimEnd()).not.toContain('\n');
  });

  test('--help shows every way to call it', async () => {
    const { code, out } = await catalogue(['--help']);
    expect(code).toBe(0);
    for (const word of ['import', 'list', 'remove', '--stage', '--table', '--endpoint']) expect(out).toContain(word);
  });
});
