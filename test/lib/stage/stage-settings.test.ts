import { describe, expect, test } from '@jest/globals';
import {
  applySetting,
  loadStageSettings,
  type StageOverrides,
  StageSettingsError,
} from '../../../lib/stage/load-stage.ts';
import { STAGES } from '../../../lib/stage/stages.ts';

function refusal(stage: string, overrides: unknown = {}): string {
  try {
    loadStageSettings(stage, overrides as StageOverrides);
  } catch (error) {
    expect(error).toBeInstanceOf(StageSettingsError);
    return (error as Error).message;
  }
  throw new Error('the settings were accepted');
}

const CANARY = { content: { mediaType: 'movie', tmdbId: '10378' }, everyMinutes: 5 };
const EDGE = { siteOrigin: 'https://origin.example.com', plan: { rate: 1, burst: 1 }, floodLimit: 5000 };
const CERTIFICATE = 'arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f';
const KEYED = { access: 'key', usagePlan: { rate: 1, burst: 1 } };

describe('stage settings', () => {
  test('dev, staging and prod are the stages, and each is complete', () => {
    expect(Object.keys(STAGES)).toEqual(['dev', 'staging', 'prod']);
    for (const stage of Object.keys(STAGES)) {
      expect(loadStageSettings(stage)).toMatchObject({ stage, rateLimit: { limit: 100, windowSeconds: 60 } });
    }
  });

  test('dev is public, staging and prod take a key, and only prod keeps its data', () => {
    expect(loadStageSettings('dev')).toMatchObject({ access: 'public', keepData: false });
    expect(loadStageSettings('staging')).toMatchObject({ access: 'key', keepData: false });
    expect(loadStageSettings('prod')).toMatchObject({ access: 'key', keepData: true });
  });

  test('an override replaces a list, merges into a group and leaves the rest alone', () => {
    const providers = [{ type: 'http', name: 'own', url: 'http://127.0.0.1:4000/extract' }] as const;
    const settings = loadStageSettings('dev', { providers: [...providers], lifetimes: { freshSeconds: 2 } });
    expect(settings.providers).toEqual(providers);
    expect(settings.lifetimes).toEqual({ freshSeconds: 2, staleSeconds: 3600, notFoundSeconds: 60 });
    expect(loadStageSettings('dev').lifetimes.freshSeconds).toBe(1800);
  });

  test.each(['qa', '', 'constructor', '__proto__', 'Dev'])(
    'the unknown stage "%s" is named, with those there are',
    (stage) => {
      expect(refusal(stage)).toBe(`There is no stage "${stage}": choose one of dev, staging, prod.`);
    },
  );

  test.each([
    ['https://provider.example.com/', 'token'],
    ['http://provider.example.com/', undefined],
    ['http://localhost:4000/extract', 'token'],
    ['http://192.168.1.5/extract', 'token'],
    ['http://[::1]:4000/', 'token'],
  ])('a provider at %s may have the token %s', (url, tokenSecret) => {
    const providers = [{ type: 'http' as const, name: 'x', url, tokenSecret }];
    expect(loadStageSettings('dev', { providers }).providers).toEqual(providers);
  });

  test.each<[unknown, string]>([
    [{ throtle: { rate: 1 } }, 'must not have the unknown setting throtle'],
    [{ throttle: { rate: 0 } }, 'throttle.rate must be more than 0'],
    [{ throttle: { burst: 1.5 } }, 'throttle.burst must be of type int'],
    [{ lifetimes: { freshSeconds: 0 } }, 'lifetimes.freshSeconds must be at least 1'],
    [{ lifetimes: { staleSeconds: 'long' } }, 'lifetimes.staleSeconds must be of type number'],
    [{ access: 'private' }, 'access must be one of public, key'],
    [{ access: 'key' }, 'usagePlan must be set when access is "key"'],
    [{ usagePlan: { rate: 1, burst: 1 } }, 'usagePlan acts only on API keys: leave it out when access is "public"'],
    [{ architecture: 'mips' }, 'architecture must be one of arm64, x86_64'],
    [
      { providers: [{ type: 'http', name: 'x', url: 'http://provider.example.com/', tokenSecret: 'token' }] },
      'providers.0.url must begin with https://, or its token crosses the internet in the clear',
    ],
    [{ providers: [] }, 'providers must have a length of at least 1'],
    [{ providers: [{ type: 'ftp', name: 'x' }] }, 'providers.0.type must be one of the known kinds'],
    [
      {
        providers: [
          { type: 'catalogue', name: 'catalogue' },
          { type: 'catalogue', name: 'catalogue' },
        ],
      },
      'providers must have different names: "catalogue" is there twice',
    ],
    [
      { corsOrigins: ['https://site.example/'] },
      'corsOrigins.0 must be an origin such as https://example.com, without path or trailing slash',
    ],
    [
      { trustedOrigins: ['ftp://127.0.0.1'] },
      'trustedOrigins.0 must be an origin such as https://example.com, without path or trailing slash',
    ],
    [{ rateLimit: { windowSeconds: 7000 } }, 'rateLimit.windowSeconds must divide a day of 86400 seconds'],
    [{ lifetimes: { staleSeconds: 86_401 } }, 'lifetimes.staleSeconds must be at most 86400'],
    [{ usagePlan: { rate: 1, burst: 1, quotaPerDay: 0 } }, 'usagePlan.quotaPerDay must be more than 0'],
    [{ deployment: 'careful' }, 'deployment must be one of all-at-once, canary-10-percent-5-minutes'],
    [{ reservedConcurrency: 0 }, 'reservedConcurrency must be more than 0'],
    [{ canary: { ...CANARY, everyMinutes: 90 } }, 'canary.everyMinutes must be at most 60'],
    [
      { canary: { ...CANARY, content: { mediaType: 'movie', tmdbId: '0550' } } },
      'canary.content.tmdbId must be a TMDB id: 1 to 10 digits, no leading zero, at most 2147483647',
    ],
    [
      { canary: { ...CANARY, content: { mediaType: 'tv', tmdbId: '1396', season: 1 } } },
      'canary.content.episode must be set (number)',
    ],
    [{ edge: EDGE }, 'access must be "key" when there is an edge, or clients could go around it'],
    [
      { ...KEYED, edge: { ...EDGE, domain: 'www.example.com' } },
      'edge.certificate must be set for the domain www.example.com',
    ],
    [{ ...KEYED, edge: { ...EDGE, certificate: CERTIFICATE } }, 'edge.domain must be set where a certificate is'],
    [
      {
        ...KEYED,
        edge: { ...EDGE, domain: 'www.example.com', certificate: CERTIFICATE.replace('us-east-1', 'eu-west-1') },
      },
      'edge.certificate must be the ARN of a certificate in us-east-1, which is where CloudFront looks',
    ],
    [
      { ...KEYED, edge: { ...EDGE, siteOrigin: 'https://origin.example.com/' } },
      'edge.siteOrigin must be an origin such as https://origin.example.com, without port, path or trailing slash',
    ],
    [
      { ...KEYED, edge: { ...EDGE, domain: 'origin.example.com', certificate: CERTIFICATE } },
      'edge.siteOrigin must not be the domain itself: origin.example.com will lead to CloudFront, which would ask itself',
    ],
    [{ ...KEYED, edge: { ...EDGE, floodLimit: 5 } }, 'edge.floodLimit must be at least 10'],
    [
      { ...KEYED, edge: { ...EDGE, plan: { rate: 1, burst: 1, quota: 5 } } },
      'edge.plan must not have the unknown setting quota',
    ],
    ...['stream-console', '/stream-console/', '/', '/api', '/api/console', '/a//b', '/../a', '/a*'].map(
      (path): [unknown, string] => [
        { ...KEYED, edge: { ...EDGE, console: path } },
        'edge.console must be a path such as /stream-console, without trailing slash and not under /api',
      ],
    ),
    [{ ...KEYED, edge: { ...EDGE, console: `/${'a'.repeat(105)}` } }, 'edge.console must have a length of at most 105'],
    [{ memoryCacheMiB: 600 }, 'memoryCacheMiB must leave the function half of its 1024 MiB'],
    [{ keepData: undefined }, 'keepData must be set (boolean)'],
  ])('%j → %s', (overrides, sentence) => {
    expect(refusal('dev', overrides)).toBe(`The settings of stage "dev" are wrong: ${sentence}.`);
  });
});

describe('a setting that is changed by its path', () => {
  const changed = (...settings: [path: string, json: string][]): StageOverrides =>
    settings.reduce<StageOverrides>((overrides, [path, json]) => applySetting(overrides, path, json), {});

  test('is changed alone, and with others in one group', () => {
    const overrides = changed(
      ['lifetimes.freshSeconds', '60'],
      ['lifetimes.staleSeconds', '5'],
      ['logSampling', '0.5'],
    );
    const settings = loadStageSettings('dev', overrides);
    expect(settings.lifetimes).toEqual({ freshSeconds: 60, staleSeconds: 5, notFoundSeconds: 60 });
    expect(settings.logSampling).toBe(0.5);
  });

  test('replaces a list, and merges a group into the stage’s', () => {
    const settings = loadStageSettings(
      'prod',
      changed(['corsOrigins', '["https://www.example.com"]'], ['canary', '{"everyMinutes":15}']),
    );
    expect(settings.corsOrigins).toEqual(['https://www.example.com']);
    expect(settings.canary).toEqual({ ...CANARY, everyMinutes: 15 });
  });

  test('by null is turned off: a group, and what is optional in one', () => {
    expect(loadStageSettings('prod', changed(['canary', 'null']))).not.toHaveProperty('canary');
    const quota = { usagePlan: { rate: 1, burst: 1, quotaPerDay: 5 } };
    const { usagePlan } = loadStageSettings('prod', applySetting(quota, 'usagePlan.quotaPerDay', 'null'));
    expect(usagePlan).toEqual({ rate: 1, burst: 1 });
  });

  test.each([
    [changed(['lifetime.freshSeconds', '60']), 'must not have the unknown setting lifetime'],
    [changed(['lifetimes.fresh', '60']), 'lifetimes must not have the unknown setting fresh'],
    [changed(['lifetimes.freshSeconds', '"long"']), 'lifetimes.freshSeconds must be of type number'],
    [changed(['lifetimes', 'null']), 'lifetimes must be set (object)'],
    [changed(['providers.first', '{}']), 'providers must be of type array'],
  ])('that no stage can have is refused by its name: %j', (overrides, sentence) => {
    expect(refusal('dev', overrides)).toBe(`The settings of stage "dev" are wrong: ${sentence}.`);
  });

  test.each([
    ['', '1', 'The setting "" must be names joined by dots, such as lifetimes.freshSeconds.'],
    ['a..b', '1', 'The setting "a..b" must be names joined by dots, such as lifetimes.freshSeconds.'],
    ['providers.0', '{}', 'The setting "providers.0" must be names joined by dots, such as lifetimes.freshSeconds.'],
    ['__proto__.x', '1', 'The setting "__proto__.x" must be names joined by dots, such as lifetimes.freshSeconds.'],
    ['access', 'key', 'The setting access must be JSON, such as 60, "text", {} or null, not key.'],
  ])('%j = %s is refused in one sentence', (path, json, sentence) => {
    expect(() => applySetting({}, path, json)).toThrow(new StageSettingsError(sentence));
  });
});

describe('the timeout ladder', () => {
  test('is 29 > 28 > 27 > 26 seconds', () => {
    expect(loadStageSettings('prod').timeouts).toMatchObject({
      gatewayMs: 29_000,
      functionSeconds: 28,
      earlyTimeoutMs: 27_000,
      deadlineMs: 26_000,
    });
  });

  test('with a raised quota gives an extraction the full 30 seconds', () => {
    expect(loadStageSettings('prod', { timeouts: { quotaRaised: true } }).timeouts).toMatchObject({
      gatewayMs: 33_000,
      functionSeconds: 32,
      earlyTimeoutMs: 31_000,
      deadlineMs: 30_000,
    });
  });

  test.each<[StageOverrides['timeouts'], string]>([
    [
      { gatewayMs: 29_001 },
      "timeouts.gatewayMs must be at most 29000 unless quotaRaised says that the account's quota was raised",
    ],
    [
      { functionSeconds: 29 },
      'timeouts.functionSeconds must be shorter than timeouts.gatewayMs: 29000 ms is not shorter than 29000 ms',
    ],
    [
      { earlyTimeoutMs: 28_000 },
      'timeouts.earlyTimeoutMs must be shorter than timeouts.functionSeconds: 28000 ms is not shorter than 28000 ms',
    ],
    [
      { deadlineMs: 27_500 },
      'timeouts.deadlineMs must be shorter than timeouts.earlyTimeoutMs: 27500 ms is not shorter than 27000 ms',
    ],
    [
      { deadlineMs: 26_500 },
      'timeouts.deadlineMs must be 1000 ms shorter than timeouts.earlyTimeoutMs, for what comes after it: 26500 ms is only 500 ms shorter',
    ],
    [
      { earlyTimeoutMs: 27_900, deadlineMs: 26_500 },
      'timeouts.deadlineMs must be 2000 ms shorter than timeouts.functionSeconds, for what comes after it: 26500 ms is only 1500 ms shorter',
    ],
    [
      { attemptMs: 30_000 },
      'timeouts.attemptMs must be shorter than timeouts.deadlineMs: 30000 ms is not shorter than 26000 ms',
    ],
    [
      { refreshAttemptMs: 120_000 },
      'timeouts.refreshAttemptMs must be shorter than timeouts.refreshSeconds: 120000 ms is not shorter than 120000 ms',
    ],
    [
      { inspectMs: 26_000 },
      'timeouts.inspectMs must be shorter than timeouts.deadlineMs: 26000 ms is not shorter than 26000 ms',
    ],
  ])('inverted by %j is refused', (timeouts, sentence) => {
    expect(refusal('dev', { timeouts })).toBe(`The settings of stage "dev" are wrong: ${sentence}.`);
  });
});
