import { expect, test } from '@jest/globals';
import { loadStageSettings } from '../../lib/stage/load-stage.ts';
import { readOptions } from '../../local/options.ts';
import { localOverrides } from '../../local/stage-overrides.ts';

const settingsWith = (...args: string[]) => {
  const overrides = localOverrides(loadStageSettings('staging'), readOptions(args, {}), 'http://localhost:3000');
  return loadStageSettings('staging', overrides);
};

test('--set changes one setting of a group, and the options of the same group remain', () => {
  const { lifetimes } = settingsWith('--fresh', '7', '--set', 'lifetimes.notFoundSeconds=5');
  expect(lifetimes).toEqual({ ...loadStageSettings('staging').lifetimes, freshSeconds: 7, notFoundSeconds: 5 });
});

test('--set replaces a list, turns an optional group off, and the last one of a path wins', () => {
  const args = ['logSampling=0.5', 'logSampling=0.25', 'canary=null', 'corsOrigins=["https://www.example.com"]'];
  expect(settingsWith(...args.flatMap((each) => ['--set', each]))).toMatchObject({
    logSampling: 0.25,
    corsOrigins: ['https://www.example.com'],
  });
  expect(settingsWith('--set', 'canary=null')).not.toHaveProperty('canary');
});

test("--cors-origin adds to the stage's own origins, --set replaces them", () => {
  const corsOrigins = (...args: string[]) => settingsWith(...args).corsOrigins;
  expect(corsOrigins('--cors-origin', 'http://localhost:5173')).toEqual(['http://localhost:5173']);
  expect(corsOrigins('--cors-origin', 'http://localhost:5173', '--set', 'corsOrigins=[]')).toEqual([]);
});

test('the short options are names for --set', () => {
  const short = settingsWith('--fresh', '7', '--stale', '9', '--rate-limit', '3');
  const set = ['lifetimes.freshSeconds=7', 'lifetimes.staleSeconds=9', 'rateLimit.limit=3'];
  expect(short).toEqual(settingsWith(...set.flatMap((each) => ['--set', each])));
});

test.each([
  ['no JSON', 'lifetimes.freshSeconds=soon', /^The setting lifetimes.freshSeconds must be JSON/],
  ['no path', '__proto__=1', /^The setting "__proto__" must be names/],
  ['an unknown setting', 'lifetime.freshSeconds=1', /^The settings of stage "staging" are wrong/],
  ['a value of the wrong kind', 'lifetimes.freshSeconds="60"', /wrong: lifetimes.freshSeconds /],
  ['a list without its brackets', 'providers={"type":"http"}', /wrong: providers /],
  ['a member of a list', 'providers.length=0', /wrong: providers /],
  ['a list that is turned off', 'corsOrigins=null', /wrong: corsOrigins /],
  ['an entry of the wrong kind', 'providers=[null]', /wrong: providers\.0 /],
  ['a number for a group', 'usage=5', /wrong: usage /],
  ['a yes for a group', 'live=true', /wrong: live /],
])('--set with %s is refused in one sentence', (_, setting, message) => {
  expect(() => settingsWith('--set', setting)).toThrow(message);
});
