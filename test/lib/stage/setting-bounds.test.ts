import { describe, expect, test } from '@jest/globals';
import { loadStageSettings, type StageOverrides, StageSettingsError } from '../../../lib/stage/load-stage.ts';
import { stageSettings } from '../../../lib/stage/stage-settings.ts';

function accepts(overrides: unknown, stage = 'prod'): boolean {
  try {
    loadStageSettings(stage, overrides as StageOverrides);
    return true;
  } catch (error) {
    if (error instanceof StageSettingsError) return false;
    throw error;
  }
}

const EDGE = { siteOrigin: 'https://origin.example.com', plan: { rate: 1, burst: 1 }, floodLimit: 5000 };
const CERTIFICATE = 'arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d';
const ROOMY = { quotaRaised: true, gatewayMs: 1_000_000, earlyTimeoutMs: 100_000, deadlineMs: 90_000 };

test.each<[string, (value: number) => unknown, number, number]>([
  ['functionMemoryMiB', (functionMemoryMiB) => ({ functionMemoryMiB }), 128, 10_240],
  ['memoryCacheMiB', (memoryCacheMiB) => ({ memoryCacheMiB }), 1, 512],
  ['lifetimes.freshSeconds', (freshSeconds) => ({ lifetimes: { freshSeconds } }), 1, 86_400],
  ['lifetimes.staleSeconds', (staleSeconds) => ({ lifetimes: { staleSeconds } }), 0, 86_400],
  ['lifetimes.notFoundSeconds', (notFoundSeconds) => ({ lifetimes: { notFoundSeconds } }), 0, 86_400],
  ['rateLimit.ipv6PrefixLength', (ipv6PrefixLength) => ({ rateLimit: { ipv6PrefixLength } }), 32, 128],
  ['rateLimit.windowSeconds', (windowSeconds) => ({ rateLimit: { windowSeconds } }), 1, 86_400],
  ['canary.everyMinutes', (everyMinutes) => ({ canary: { everyMinutes } }), 1, 60],
  ['edge.floodLimit', (floodLimit) => ({ edge: { ...EDGE, floodLimit } }), 10, 2_000_000_000],
  ['timeouts.functionSeconds', (functionSeconds) => ({ timeouts: { ...ROOMY, functionSeconds } }), 101, 900],
  ['timeouts.refreshSeconds', (refreshSeconds) => ({ timeouts: { refreshSeconds } }), 66, 900],
])('%s is a whole number within its bounds', (name, overrides, least, most) => {
  const extra = name === 'functionMemoryMiB' ? { memoryCacheMiB: 64 } : {};
  const fits = (value: number) => accepts({ ...extra, ...(overrides(value) as object) });
  expect([least, most].map(fits)).toEqual([true, true]);
  expect([least - 1, most + 1, least + 0.5].map(fits)).toEqual([false, false, false]);
});

test.each<[string, (value: number) => unknown]>([
  ['reservedConcurrency', (reservedConcurrency) => ({ reservedConcurrency })],
  ['maxWriteRequestUnits', (maxWriteRequestUnits) => ({ maxWriteRequestUnits })],
  ['throttle.burst', (burst) => ({ throttle: { burst } })],
  ['usagePlan.burst', (burst) => ({ usagePlan: { burst } })],
  ['usagePlan.quotaPerDay', (quotaPerDay) => ({ usagePlan: { quotaPerDay } })],
  ['rateLimit.limit', (limit) => ({ rateLimit: { limit } })],
  ['edge.plan.burst', (burst) => ({ edge: { ...EDGE, plan: { rate: 1, burst } } })],
  ['edge.keyVersion', (keyVersion) => ({ edge: { ...EDGE, keyVersion } })],
])('%s is a positive whole number', (_name, overrides) => {
  expect([1, 2, 0, -1, 1.5].map((value) => accepts(overrides(value)))).toEqual([true, true, false, false, false]);
});

test('the share of logged requests is from none to all', () => {
  const fits = (logSampling: number) => accepts({ logSampling });
  expect([0, 0.000_001, 0.5, 1].map(fits)).toEqual([true, true, true, true]);
  expect([-0.1, 1.000_001, 0.000_000_5].map(fits)).toEqual([false, false, false]);
});

test('the path of the console is as long as an upload may have it', () => {
  const fits = (length: number) => accepts({ edge: { ...EDGE, console: `/${'a'.repeat(length - 1)}` } });
  expect([2, 105, 106].map(fits)).toEqual([true, true, false]);
});

test('a deadline leaves exactly the time that settling and answering need', () => {
  const fits = (deadlineMs: number, earlyTimeoutMs: number) => accepts({ timeouts: { deadlineMs, earlyTimeoutMs } });
  expect([fits(25_000, 26_000), fits(25_001, 26_000)]).toEqual([true, false]);
  expect([fits(26_000, 27_900), fits(26_001, 27_900)]).toEqual([true, false]);
});

test('the gateway waits 29 seconds at most, unless its quota was raised', () => {
  const fits = (gatewayMs: number, quotaRaised: boolean) =>
    accepts({
      timeouts: { quotaRaised, gatewayMs, functionSeconds: 28, earlyTimeoutMs: 27_000, deadlineMs: 26_000 },
    });
  expect([fits(29_000, false), fits(29_001, false), fits(29_001, true)]).toEqual([true, false, true]);
});

describe('names', () => {
  test.each([
    ['a', true],
    ['dev', true],
    ['pr-2049', true],
    ['a234567890123456', true],
    ['a2345678901234567', false],
    ['9lives', false],
    ['-dev', false],
    ['Dev', false],
    ['dev_1', false],
    ['', false],
  ])('a stage named %j is possible: %s', (stage, possible) => {
    expect(stageSettings.safeParse({ ...loadStageSettings('dev'), stage }).success).toBe(possible);
  });

  test.each([
    ['www.example.com', true],
    ['example.com', true],
    ['4.example.co', true],
    ['a2345a.example.com', true],
    ['9-lives-9.example.com', true],
    ['example', false],
    ['www.example.c', false],
    ['-www.example.com', false],
    ['www-.example.com', false],
    ['www..example.com', false],
    ['WWW.example.com', false],
    ['www.example.com.', false],
    ['www.example.c0m', false],
  ])('the domain %s is possible: %s', (domain, possible) => {
    expect(accepts({ edge: { ...EDGE, domain, certificate: CERTIFICATE } })).toBe(possible);
  });

  test.each([
    [CERTIFICATE, true],
    ['arn:aws:acm:us-east-1:11112222333:certificate/0a', false],
    ['arn:aws:acm:us-east-1:1111222233334:certificate/0a', false],
    ['arn:aws:acm:us-east-1:111122223333:certificate/9f-0', true],
    ['arn:aws:acm:us-east-2:111122223333:certificate/0a', false],
    ['arn:aws:acm:us-east-1:111122223333:certificate/xyz', false],
  ])('the certificate %s is possible: %s', (certificate, possible) => {
    expect(accepts({ edge: { ...EDGE, domain: 'www.example.com', certificate } })).toBe(possible);
  });

  test.each([
    ['arn:aws:sns:eu-west-1:111122223333:alarms', true],
    ['arn:aws-cn:sns:cn-north-1:111122223333:on-call_9', true],
    ['arn:aws:sns:eu-west-1:11112222333:alarms', false],
    ['arn:aws:sns:eu-west-1:1111222233334:alarms', false],
    ['arn:aws:sqs:eu-west-1:111122223333:alarms', false],
  ])('the topic %s is possible: %s', (topic, possible) => {
    expect(accepts({ monitoring: { pageTopicArn: topic } })).toBe(possible);
    expect(accepts({ monitoring: { ticketTopicArn: topic } })).toBe(possible);
  });
});

test.each([
  ['http://provider/', true],
  ['http://127.0.0.1/', true],
  ['http://127.255.0.9/', true],
  ['http://[::1]/', true],
  ['http://10.0.0.1/', true],
  ['http://10.255.255.9/', true],
  ['http://172.16.0.1/', true],
  ['http://172.19.0.1/', true],
  ['http://172.20.0.1/', true],
  ['http://172.29.0.1/', true],
  ['http://172.30.0.1/', true],
  ['http://172.31.0.1/', true],
  ['http://192.168.0.1/', true],
  ['http://11.0.0.1/', false],
  ['http://126.0.0.1/', false],
  ['http://128.0.0.1/', false],
  ['http://172.15.0.1/', false],
  ['http://172.32.0.1/', false],
  ['http://192.167.0.1/', false],
  ['http://192.169.0.1/', false],
  ['http://193.168.0.1/', false],
  ['http://[::2]/', false],
  ['http://10.example.com/', false],
  ['https://provider.example.com/', true],
])('a token may be sent to %s: %s', (url, possible) => {
  expect(accepts({ providers: [{ type: 'http', name: 'own', url, tokenSecret: 'token' }] })).toBe(possible);
});
