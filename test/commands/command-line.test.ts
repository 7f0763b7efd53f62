import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { didYouMean, nearestWord } from '../../commands/nearest-word.ts';
import { runCommand } from './run-command.ts';

const ROOT = join(import.meta.dirname, '../..');

describe('every program', () => {
  test.each([
    'commands/cache.ts',
    'commands/catalogue.ts',
    'commands/keys.ts',
    'commands/provider.ts',
    'commands/status.ts',
    'bench/run.ts',
    'bench/soak.ts',
    'bench/simulate.ts',
    'test/model/run.ts',
  ])('%s explains itself, and ends with 0', (file) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, file), '--help'], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('npm run ');
  });

  test.each([
    [
      'imprt',
      'catalogue',
      /^unknown command imprt \(did you mean import\?\): choose one of import, list, show, check, remove/,
    ],
    ['xyz', 'cache', /^unknown command xyz: choose one of show, purge/],
  ])('an unknown command (%s) is named, beside those there are', async (command, program, sentence) => {
    const { code, err } = await runCommand(program, [command, 'x']);
    expect(code).toBe(1);
    expect(err).toMatch(sentence);
  });

  test.each([
    [['--tmdb-id', 'abc', '--media-type', 'movie'], /^--tmdb-id must be a TMDB id: .*, not abc/],
    [['--tmdb-id', '1', '--media-type', 'film'], /^--media-type must be movie or tv, not film/],
    [['--tmdb-id', '1', '--media-type', 'tv', '--season', '01', '--episode', '1'], /^--season must be a season number/],
  ])('an option that is no id is named (%j)', async (options, sentence) => {
    const { code, err } = await runCommand('cache', ['show', ...options, '--endpoint', 'localhost:9']);
    expect(code).toBe(1);
    expect(err).toMatch(sentence);
  });

  test('an unknown option is named with what it may have been', async () => {
    const { code, err } = await runCommand('catalogue', ['import', 'x', '--dryrun']);
    expect([code, err]).toEqual([
      1,
      "Unknown option '--dryrun' (did you mean --dry-run?) (--help shows how to call it)\n",
    ]);
  });

  test('an option that is given twice is refused, where only one value counts', async () => {
    const twice = ['--tmdb-id', '550', '--tmdb-id', '551', '--media-type', 'movie'];
    const { code, err } = await runCommand('cache', ['purge', ...twice, '--endpoint', 'localhost:9']);
    expect([code, err]).toEqual([1, '--tmdb-id is given twice (--help shows how to call it)\n']);
    const agreed = await runCommand('cache', ['purge', '--everything', '--everything', '--endpoint', 'localhost:9']);
    expect(agreed.err).toMatch(/^No local stack answers/);
  });

  test('a purge of nothing names how to purge everything', async () => {
    const { err } = await runCommand('cache', ['purge', '--endpoint', 'localhost:9']);
    expect(err).toMatch(/the whole cache is --everything/);
  });
});

test.each([
  ['imprt', 'import'],
  ['IMPORT', 'import'],
  ['lsit', 'list'],
  ['rem', 'remove'],
  ['zebra', undefined],
  ['', undefined],
])('the word nearest to "%s" is %s', (written, word) => {
  expect(nearestWord(written, ['import', 'list', 'show', 'remove'])).toBe(word);
  expect(didYouMean(written, ['import'])).toMatch(word === 'import' ? / \(did you mean import\?\)/ : /^$/);
});
