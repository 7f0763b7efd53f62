import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { HELP, OPTIONS, OptionError, readOptions } from '../../local/options.ts';

test('without options the dev stage runs on port 3000 with four containers', () => {
  expect(readOptions([], {})).toEqual({
    port: 3000,
    stage: 'dev',
    providerUrls: [],
    providerToken: undefined,
    containers: 4,
    dataDir: '.local',
    trustedOrigins: [],
    freshSeconds: undefined,
    staleSeconds: undefined,
    logFile: undefined,
  });
});

test('every option can be given on the command line', () => {
  const args =
    '--port 4000 --stage prod --extractor-url http://a.example/x?y=1 --extractor-url http://b.example --containers 2 --data-dir d';
  const more = '--trust-origin http://127.0.0.1:9000/path --fresh 2 --stale 60 --log out.jsonl';
  expect(readOptions(`${args} ${more}`.split(' '), {})).toEqual({
    port: 4000,
    stage: 'prod',
    providerUrls: ['http://a.example/x?y=1', 'http://b.example/'],
    providerToken: undefined,
    containers: 2,
    dataDir: 'd',
    trustedOrigins: ['http://127.0.0.1:9000'],
    freshSeconds: 2,
    staleSeconds: 60,
    logFile: 'out.jsonl',
  });
});

test('every option can be an environment variable, and the command line wins', () => {
  const environment = {
    PORT: '4000',
    DATA_DIR: 'd',
    EXTRACTOR_URL: 'http://a.example/, http://b.example/',
    EXTRACTOR_TOKEN: 'secret',
    CONTAINERS: '8',
    STALE: '',
  };
  expect(readOptions(['--port', '5000'], environment)).toMatchObject({
    port: 5000,
    dataDir: 'd',
    providerUrls: ['http://a.example/', 'http://b.example/'],
    providerToken: 'secret',
    containers: 8,
    staleSeconds: undefined,
  });
  expect(readOptions(['--extractor-url=http://c.example/'], environment).providerUrls).toEqual(['http://c.example/']);
});

test('--set takes any number of settings, with values that hold commas and equals signs', () => {
  const args = ['--set', 'lifetimes.freshSeconds=60', '--set=corsOrigins=["https://a.example","https://b.example"]'];
  expect(readOptions(args, { SET: 'throttle.rate=1' }).settings).toEqual([
    'lifetimes.freshSeconds=60',
    'corsOrigins=["https://a.example","https://b.example"]',
  ]);
});

test.each(Object.keys(OPTIONS))('--%s is described by --help and in the README', (name) => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  for (const text of [HELP, readme]) expect(text).toMatch(new RegExp(`--${name}\\b`));
});

test.each([
  ['port', 'port', 0, 65_535],
  ['containers', 'containers', 1, 64],
  ['fresh', 'freshSeconds', 1, 86_400],
  ['stale', 'staleSeconds', 0, 86_400],
  ['rate-limit', 'rateLimit', 1, 999_999_999],
] as const)('--%s takes whole numbers up to its bounds, and none beyond', (name, key, least, most) => {
  for (const value of [least, most]) expect(readOptions([`--${name}=${value}`], {})[key]).toBe(value);
  for (const value of [least - 1, most + 1, `${most}.5`, '1e3', '0x10', ' 5', '']) {
    expect(() => readOptions([`--${name}=${value}`], {})).toThrow(
      `--${name} must be a whole number from ${least} to ${most}, not "${value}"`,
    );
  }
});

test('pages of other ports are named by their origin', () => {
  const args = ['--cors-origin', 'http://localhost:5173/some/page', '--cors-origin=https://a.example'];
  expect(readOptions(args, {}).corsOrigins).toEqual(['http://localhost:5173', 'https://a.example']);
  expect(readOptions([], { CORS_ORIGIN: 'http://localhost:5173, http://localhost:5174' }).corsOrigins).toHaveLength(2);
});

test('--verbose is a variable, too', () => {
  expect(readOptions(['--verbose'], {}).verbose).toBe(true);
  expect(readOptions([], { VERBOSE: '1' }).verbose).toBe(true);
  expect(readOptions([], { VERBOSE: '0' }).verbose).toBeUndefined();
});

describe('npm keeps options that come before the --', () => {
  const byNpm = { npm_lifecycle_event: 'start' };
  test.each([
    [['4301'], { ...byNpm, npm_config_port: 'true' }, 'npm start -- --port 4301'],
    [
      ['x', '1'],
      { ...byNpm, npm_config_port: 'true', npm_config_data_dir: 'true' },
      'npm start -- --port … --data-dir …',
    ],
    [[], { ...byNpm, npm_config_port: '4301' }, 'npm start -- --port 4301'],
    [['--fresh', '5'], { ...byNpm, npm_config_data_dir: 'x' }, 'npm start -- --data-dir x --fresh 5'],
  ])('%j is answered with the command that was meant', (args, environment, command) => {
    expect(() => readOptions(args, environment)).toThrow(`put -- before the options (${command})`);
  });

  test('nothing is refused without npm, or without such an option', () => {
    expect(readOptions([], { npm_config_port: '1' }).port).toBe(3000);
    expect(readOptions(['--port', '1'], { ...byNpm, npm_config_loglevel: 'verbose' }).port).toBe(1);
  });
});

describe('one line names what is wrong with', () => {
  test.each([
    ['--port 1 --port 2', '--port is given twice'],
    ['--port x', '--port must be a whole number from 0 to 65535, not "x"'],
    ['--port 70000', '--port must be a whole number from 0 to 65535, not "70000"'],
    ['--containers 0', '--containers must be a whole number from 1 to 64, not "0"'],
    ['--rate-limit -5', '--rate-limit must be a whole number from 1 to 999999999, not "-5"'],
    ['--fresh -1', '--fresh must be a whole number from 1 to 86400, not "-1"'],
    ['--stage qa', 'There is no stage "qa": choose one of dev, staging, prod.'],
    ['--cors-origin localhost:5173', '--cors-origin must be an http(s) URL without credentials, not "localhost:5173"'],
    ['--cors-origin *', '--cors-origin must be an http(s) URL without credentials, not "*"'],
    ['--fresh 0', '--fresh must be a whole number from 1 to 86400, not "0"'],
    [
      '--extractor-url ftp://a.example',
      '--extractor-url must be an http(s) URL without credentials, not "ftp://a.example"',
    ],
    [
      '--extractor-url http://u:p@a.example',
      '--extractor-url must be an http(s) URL without credentials, not "http://u:p@a.example"',
    ],
    ['--trust-origin nonsense', '--trust-origin must be an http(s) URL without credentials, not "nonsense"'],
    ['--set lifetimes', '--set must be PATH=JSON, such as lifetimes.freshSeconds=60, not "lifetimes"'],
    ['--prot 3000', "Unknown option '--prot'"],
    ['--token secret', "Unknown option '--token'"],
    ['--port', "Option '--port <value>' argument missing"],
    ['stray', "Unexpected argument 'stray'"],
  ])('%s', (args, message) => {
    let thrown: unknown;
    try {
      readOptions(args.split(' '), {});
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(OptionError);
    const text = (thrown as Error).message;
    expect(text.startsWith(message)).toBe(true);
    expect(text).not.toContain('\n');
  });
});
