import { describe, expect, test } from '@jest/globals';
import type { StageOverrides } from '../../../lib/stage/load-stage.ts';
import { synthesise } from '../synthesise.ts';
import { resourcesOf } from '../template-resources.ts';

const prod = synthesise('prod', { logSampling: 0.5, accessLogs: true });

/** `ExtractFunction2BADC636` → `Extract` */
const functions = new Map(
  resourcesOf(prod, 'AWS::Lambda::Function').map(([id, { Properties }]) => [id.split('Function')[0]!, Properties]),
);
const variablesOf = (name: string) =>
  (functions.get(name)!.Environment as { Variables: Record<string, unknown> }).Variables;

describe('each function of prod', () => {
  test('has its own time and the memory of the stage', () => {
    const facts = [...functions].map(([name, { Timeout, MemorySize, Runtime, Architectures }]) => [
      name,
      Timeout,
      MemorySize,
      Runtime,
      Architectures,
    ]);
    const alike = [1024, 'nodejs24.x', ['arm64']];
    expect(facts).toEqual([
      ['Refresh', 120, ...alike],
      ['Extract', 28, ...alike],
      ['Cache', 30, ...alike],
      ['Canary', 80, ...alike],
    ]);
  });

  test('may use all containers of the account, but for the extract function where the stage reserves some', () => {
    const reserved = (overrides: StageOverrides) =>
      resourcesOf(synthesise('prod', overrides), 'AWS::Lambda::Function').map(([id, { Properties }]) => [
        id.split('Function')[0],
        Properties.ReservedConcurrentExecutions,
      ]);
    const none = ['Refresh', 'Extract', 'Cache', 'Canary'].map((name) => [name, undefined]);
    expect(reserved({})).toEqual(none);
    expect(reserved({ reservedConcurrency: 50 })).toEqual(
      none.map(([name]) => [name, name === 'Extract' ? 50 : undefined]),
    );
  });

  test('keeps its logs for the days that the stage says', () => {
    const days = resourcesOf(prod, 'AWS::Logs::LogGroup').map(([, { Properties }]) => Properties.RetentionInDays);
    expect(days).toEqual([30, 30, 30, 30, 30]);
  });
});

describe('what the functions know', () => {
  const lifetimes = {
    FRESH_SECONDS: '1800',
    STALE_SECONDS: '3600',
    NOT_FOUND_SECONDS: '60',
    INSPECT_BUDGET_MS: '2000',
  };

  test('of the times of a request', () => {
    expect(variablesOf('Extract')).toMatchObject({
      ...lifetimes,
      DEADLINE_MS: '26000',
      ATTEMPT_TIMEOUT_MS: '8000',
      EARLY_TIMEOUT_RESERVE_MS: '1000',
      MEMORY_CACHE_MIB: '64',
      LOG_SAMPLING: '0.5',
    });
  });

  test('of the times of a refresh', () => {
    expect(variablesOf('Refresh')).toMatchObject({ ...lifetimes, DEADLINE_MS: '120000', ATTEMPT_TIMEOUT_MS: '65000' });
  });

  test('of the limit of a client', () => {
    expect(variablesOf('Extract')).toMatchObject({
      RATE_LIMIT: '100',
      RATE_WINDOW_SECONDS: '60',
      IPV6_PREFIX_LENGTH: '64',
      EDGE_KEY_ID: '',
    });
  });
});
