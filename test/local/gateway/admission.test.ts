import { expect, test } from '@jest/globals';
import { GatewayAdmission } from '../../../local/gateway/admission.ts';
import type { RouteDefinition } from '../../../local/template/rest-api.ts';
import { readTemplate } from '../../../local/template/template.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { TEMPLATE } from '../stage.ts';

test("a route's own throttle replaces the stage's, and leaves the stage's tokens to the other routes", async () => {
  const { api } = readTemplate(TEMPLATE, 'Probe-test', '/');
  const [open, other] = [
    { ...api.routes[0]!, throttle: { rate: 1, burst: 2 } },
    { ...api.routes[0]!, path: '/other' },
  ];
  const clock = new FakeClock();
  const admission = new GatewayAdmission(clock, { ...api, routes: [open, other] }, new Map());
  const admitted = (route: RouteDefinition, times: number) =>
    Array.from({ length: times }, () => 'apiKeyId' in admission.admit(route, undefined)).filter(Boolean).length;
  expect(admitted(open, 5)).toBe(2);
  expect(admitted(other, 20)).toBe(12);
  await clock.advance(1000);
  expect([admitted(open, 5), admitted(other, 5)]).toEqual([1, 1]);
});

test('a key has its quota each UTC day, and its own throttle beside it', async () => {
  const { api } = readTemplate(TEMPLATE, 'Probe-test', '/');
  const route = { ...api.routes[0]!, apiKeyRequired: true, throttle: undefined };
  const key = { ...api.keys[0]!, id: 'k', throttle: { rate: 1, burst: 2 }, dailyQuota: 3 };
  const clock = new FakeClock(Date.UTC(2026, 0, 1, 23, 59, 50));
  const only = { ...api, throttle: undefined, routes: [route], keys: [key] };
  const admission = new GatewayAdmission(clock, only, new Map([['k', 'value']]));
  const next = () => {
    const admitted = admission.admit(route, 'value');
    return 'refusal' in admitted ? admitted.refusal : admitted.apiKeyId;
  };
  expect([next(), next(), next()]).toEqual(['k', 'k', 'THROTTLED']);
  await clock.advance(5_000);
  expect([next(), next()]).toEqual(['k', 'QUOTA_EXCEEDED']);
  await clock.advance(4_999);
  expect(next()).toBe('QUOTA_EXCEEDED');
  await clock.advance(1);
  expect(next()).toBe('k');
  expect(admission.admit(route, 'another')).toEqual({ refusal: 'INVALID_API_KEY' });
  expect(admission.admit(route, undefined)).toEqual({ refusal: 'INVALID_API_KEY' });
});
