import { expect, test } from '@jest/globals';
import { GatewayAdmission } from '../../local/gateway/admission.ts';
import type { RouteDefinition } from '../../local/template/rest-api.ts';
import { readTemplate } from '../../local/template/template.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { TEMPLATE } from './stage.ts';

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
