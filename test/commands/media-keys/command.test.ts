import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runCommand } from '../run-command.ts';
import { MediaCloud, SECRET } from './media-cloud.ts';

const KEY = { id: 'k1', secret: 'a-key-of-the-stage-0123456789-0123456789' };

let cloud: MediaCloud;
let endpoint: string;
beforeEach(async () => {
  cloud = new MediaCloud();
  cloud.time = Date.now();
  endpoint = await cloud.start();
});
afterEach(() => cloud.stop());

const mediaKeys = (...options: string[]) =>
  runCommand('media-keys', options, {
    environment: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      NODE_OPTIONS: `--import=${join(import.meta.dirname, 'loopback-names.mjs')}`,
    },
  });

describe('npm run media-keys', () => {
  test('shows the keys of a stage, and never their values', async () => {
    const removeAfter = new Date(Date.now() + 900_000).toISOString();
    const former = { id: 'k0', secret: 'the-former-key-0123456789-0123456789-01', removeAfter };
    cloud.secret = JSON.stringify({ current: 'k1', keys: [former, KEY] });
    const { code, out, err } = await mediaKeys('show', '--stage', 'prod');
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe(
      `k0\topens links that live; "rotate" removes it after ${removeAfter}\nk1\tsigns links\nSecret ${SECRET}, ${cloud.url}, links live 300 s\n`,
    );
    const { out: json } = await mediaKeys('show', '--stage', 'prod', '--json');
    expect(JSON.parse(json)).toEqual({
      secret: SECRET,
      url: cloud.url,
      linkSeconds: 300,
      keys: [
        { id: 'k0', state: 'opens', removeAfter },
        { id: 'k1', state: 'signs' },
      ],
    });
  });

  test('checks a deployed stage through its own APIs, and fails when something is wrong', async () => {
    const none = await mediaKeys('check', '--stage', 'prod');
    expect([none.code, none.out]).toEqual([1, `WRONG  secret  ${SECRET} is not there: "rotate" makes it\n`]);
    cloud.secret = JSON.stringify({ current: 'k1', keys: [KEY] });
    cloud.writeStore([KEY]);
    const { code, out } = await mediaKeys('check', '--stage', 'prod', '--json');
    expect([code, JSON.parse(out).ok]).toEqual([0, true]);
    cloud.writeStore([]);
    const emptied = await mediaKeys('check', '--stage', 'prod');
    expect(emptied.code).toBe(1);
    expect(emptied.out).toContain('WRONG  store');
  });

  test.each([
    [['show'], 'give one of --stage and --endpoint (--help shows how to call it)\n'],
    [['show', '--stage', 'prod', '--secret', 'x'], '--secret is for a local stack (--help shows how to call it)\n'],
    [
      ['rotate', '--stage', 'prod', '--leaked'],
      'Every link that was given out until now stops in six minutes. Nothing was done: --yes agrees\n',
    ],
    [['turn'], 'unknown command turn: choose one of rotate, show, check (--help shows how to call it)\n'],
    [
      ['rotate', '--stage', 'dev'],
      'Stack StreamApi-dev has no media edge: set mediaEdge in lib/stage/stages.ts, and deploy it (docs/delivery.md)\n',
    ],
  ])('%j fails with one line', async (options, line) => {
    const { code, err } = await mediaKeys(...options);
    expect([code, err]).toEqual([1, line]);
  });
});
