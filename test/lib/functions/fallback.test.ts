import { describe, expect, test } from '@jest/globals';
import { fallbackSettings } from '../../../contract/settings/fallback.ts';
import { cacheNamespace } from '../../../lib/functions/cache-namespace.ts';
import { fallbackVariable } from '../../../lib/functions/fallback.ts';
import { applySetting, loadStageSettings, StageSettingsError } from '../../../lib/stage/load-stage.ts';

const withFallback = (json: string) => loadStageSettings('dev', applySetting({}, 'fallback', json));
const variable = (json: string, isInBackground = false) => fallbackVariable(withFallback(json), { isInBackground });
const namespace = (json: string) => cacheNamespace(withFallback(json));

describe('the settings of several providers', () => {
  test('{} asks one after the other, as a stage without them does', () => {
    expect(withFallback('{}').fallback).toEqual({
      strategy: 'first',
      hedgeAfterMs: 2_500,
      extraCallsPercent: 10,
      mergeWithinMs: 1_500,
    });
    expect([variable('{}'), variable('null')]).toEqual(['', '']);
  });

  test('reach the functions; the one that works in the background waits for all', () => {
    const hedge = '{"strategy":"hedge","hedgeAfterMs":1000}';
    expect(JSON.parse(variable(hedge))).toMatchObject({ strategy: 'hedge', hedgeAfterMs: 1_000 });
    const merge = '{"strategy":"merge","enough":"720p"}';
    expect(JSON.parse(variable(merge))).toMatchObject({ strategy: 'merge', mergeWithinMs: 1_500, enough: '720p' });
    expect(JSON.parse(variable(merge, true))).not.toHaveProperty('mergeWithinMs');
  });

  test.each([
    ['{"strategy":"all"}'],
    ['{"enough":"auto"}'],
    ['{"enough":"720"}'],
    ['{"hedgeAfterMs":49}'],
    ['{"hedgeAfterMs":60001}'],
    ['{"extraCallsPercent":101}'],
    ['{"extraCallsPercent":-1}'],
    ['{"mergeWithinMs":-1}'],
    ['{"mergeWithinMs":1.5}'],
    ['{"hedgeAfter":1000}'],
  ])('%s is refused by name', (json) => {
    const [setting] = Object.keys(JSON.parse(json));
    expect(() => withFallback(json)).toThrow(StageSettingsError);
    expect(() => withFallback(json)).toThrow(setting);
  });

  test('a hedge keeps the cache, since it finds the same; merged answers begin a new one', () => {
    const plain = namespace('null');
    expect([namespace('{}'), namespace('{"strategy":"hedge","hedgeAfterMs":1000}')]).toEqual([plain, plain]);
    const merged = [namespace('{"strategy":"merge"}'), namespace('{"strategy":"merge","enough":"720p"}')];
    expect(new Set([plain, ...merged]).size).toBe(3);
    expect(namespace('{"strategy":"merge","mergeWithinMs":1}')).toBe(merged[0]);
  });

  test('a label of a provider is at least one and at most a hundred characters', () => {
    const accepts = (label: string) => {
      const providers = [{ type: 'catalogue' as const, name: 'catalogue' as const, label }];
      try {
        return loadStageSettings('dev', { providers }).providers[0]?.label;
      } catch {
        return undefined;
      }
    };
    expect([' Films ', '', 'x'.repeat(101)].map(accepts)).toEqual(['Films', undefined, undefined]);
  });
});

test('the schema knows every quality but that of an unknown picture', () => {
  expect(fallbackSettings.safeParse({ enough: '2160p' }).success).toBe(true);
});
