import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { LocalStack } from '../../local/stack.ts';
import { type StageVariants, stageVariants } from '../support/stage-variants.ts';
import { movieLine } from './catalogue-tables.ts';
import { runCommand } from './run-command.ts';

/* The catalogue's commands on the running stack: real containers, each with its memory cache. */

let stage: StageVariants;
let stack: LocalStack;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stream-api-catalogue-'));
  stage = await stageVariants();
  stack = await stage.start();
}, 120_000);
afterAll(async () => {
  await stage.stop();
  await rm(folder, { recursive: true, force: true });
});

const catalogue = (command: string, options: readonly string[], input = '') =>
  runCommand('catalogue', [command, ...options, '--endpoint', stack.url], { input });
const importText = (text: string, ...options: string[]) => catalogue('import', ['-', ...options], text);

async function get(tmdbId: string): Promise<{ status: number; text: string }> {
  const response = await fetch(`${stack.url}/api/stream/extract?tmdbId=${tmdbId}&mediaType=movie`);
  return { status: response.status, text: await response.text() };
}

/** Asks until every container has forgotten the old answer: some more answers in a row are right. */
async function eventually(
  tmdbId: string,
  isRight: (answer: { status: number; text: string }) => boolean,
): Promise<void> {
  for (let right = 0; right < 5; ) {
    right = isRight(await get(tmdbId)) ? right + 1 : 0;
    await delay(100);
  }
}

const at = (host: string) => ({ sources: [{ url: `https://${host}.example/42.mp4` }] });

describe('npm run catalogue on a running stack', () => {
  test('a corrected link and a new title are served, and a removed one no longer, though all were cached', async () => {
    await importText(`${movieLine('42', at('old'))}\n${movieLine('43', at('old'))}`);
    expect((await get('42')).text).toContain('old.example');
    expect((await get('43')).text).toContain('old.example');
    expect((await get('44')).status).toBe(404);
    const corrected = await importText(
      [movieLine('42', at('new')), movieLine('43', at('old')), movieLine('44', at('new'))].join('\n'),
    );
    expect(corrected.err).toBe(
      '3 titles imported, 0 lines rejected\n1 new, 1 changed, 1 as before\n2 titles purged: within 5 seconds no container serves the old answer\n',
    );
    await eventually('42', ({ text }) => text.includes('new.example'));
    await eventually('44', ({ status }) => status === 200);
    expect(await catalogue('remove', ['--tmdb-id', '42', '--media-type', 'movie'])).toMatchObject({
      code: 0,
      err: 'movie:42 removed\n',
    });
    await eventually('42', ({ status }) => status === 404);
    expect((await get('43')).text).toContain('old.example');
  }, 120_000);

  test('a large CSV file with bad lines: each is named, the others are there, and again it changes nothing', async () => {
    const lines = ['tmdbId,mediaType,season,episode,title,url,quality,subtitle_en'];
    for (let id = 1_001; id <= 2_000; id++) {
      lines.push(`${id % 50 === 0 ? 'x' : ''}${id},movie,,,"Title, ${id}",https://media.example/${id}.mp4,1080p,`);
    }
    const file = join(folder, 'titles.csv');
    await writeFile(file, `\uFEFF${lines.join('\r\n')}\r\n`);
    const first = await catalogue('import', [file]);
    expect(first.code).toBe(1);
    expect(first.err.match(/^line \d+: tmdbId: must be a TMDB id/gm)).toHaveLength(20);
    expect(first.err).toContain('980 titles imported, 20 lines rejected\n');
    expect((await catalogue('import', [file])).err).toContain('0 new, 0 changed, 980 as before\n');
    const listed = await catalogue('list', ['--search', 'title, 100']);
    expect(listed.out.split('\n').slice(0, 2)).toEqual([
      'movie:1001\t1 source\tTitle, 1001',
      'movie:1002\t1 source\tTitle, 1002',
    ]);
  }, 120_000);

  test('what would purge the whole cache needs a yes, without which nothing is written', async () => {
    const rows = (host: string) => Array.from({ length: 201 }, (_, id) => movieLine(String(5_000 + id), at(host)));
    await importText(rows('old').join('\n'));
    const refused = await importText(rows('new').join('\n'));
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(
      /^201 titles changed, more than can be purged by name \(200 within three days\): .* --yes agrees\n$/,
    );
    expect((await catalogue('show', ['--tmdb-id', '5000', '--media-type', 'movie'])).out).toContain('old.example');
    const agreed = await importText(rows('new').join('\n'), '--yes');
    expect(agreed).toMatchObject({ code: 0, err: expect.stringContaining('The whole cache is purged') });
    expect((await catalogue('show', ['--tmdb-id', '5200', '--media-type', 'movie'])).out).toContain('new.example');
  }, 120_000);

  test('a dry run writes nothing, with a table and without', async () => {
    const row = movieLine('7001');
    const withTable = await importText(row, '--dry-run');
    const without = await runCommand('catalogue', ['import', '-', '--dry-run'], { input: row });
    for (const { code, err } of [withTable, without]) {
      expect({ code, err }).toEqual({
        code: 0,
        err: '1 title can be imported, 0 lines rejected\nNothing was written\n',
      });
    }
    expect(await catalogue('show', ['--tmdb-id', '7001', '--media-type', 'movie'])).toMatchObject({
      code: 1,
      err: 'movie:7001 is not in the catalogue\n',
    });
  });

  test('an endpoint may leave out http://', async () => {
    const { code } = await runCommand('catalogue', ['list', '--endpoint', `localhost:${stack.port}`]);
    expect(code).toBe(0);
  });

  test('npm run status finds all well, and knows the last import', async () => {
    await importText(movieLine('8001'));
    const { code, out } = await runCommand('status', ['--endpoint', stack.url, '--json']);
    expect(code).toBe(0);
    const report = JSON.parse(out);
    expect(report).toMatchObject({
      ok: true,
      stage: 'dev',
      lastImport: { titles: 1, added: 1, changed: 0, rejected: 0 },
    });
    expect(report.version).toMatch(/^\d+\.\d+\.\d+/);
    const names = report.checks.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(['api', 'cache', 'table cache', 'table catalogue', 'table limits']));
    expect(names).toEqual(expect.arrayContaining(['provider catalogue', 'last import', 'alarms']));
  });
});
