import { createHmac } from 'node:crypto';
import { Agent } from 'node:http';
import { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { edgeProbe } from '../../../commands/media-keys/edge-probe.ts';
import { KeySecret } from '../../../commands/media-keys/key-secret.ts';
import { isSettled, type KeySet } from '../../../commands/media-keys/key-set.ts';
import { KeyStore } from '../../../commands/media-keys/key-store.ts';
import { keyChecks, keysReport } from '../../../commands/media-keys/keys-report.ts';
import { type MediaKeys, type RotationOptions, rotate } from '../../../commands/media-keys/rotation.ts';
import { MediaCloud, SECRET, STORE_ARN } from './media-cloud.ts';

/*
 * The clients are the real ones. Signers read the secret every five minutes, as the functions do, and sign links all
 * the time; each of their links is asked for until it expires.
 */

const LINK_SECONDS = 300;
const SIGNERS_MS = 5 * 60_000;
const STEP_MS = 30_000;

let cloud: MediaCloud;
let keys: MediaKeys;
/** Links that live, and of them those that the edge refused. */
let links: { readonly uri: string; readonly expiresAt: number }[];
let refused: string[];
let signer: { set: KeySet; readAt: number } | undefined;
let lines: string[];

const setOf = (): KeySet => JSON.parse(cloud.secret ?? '{"keys":[]}');
const ids = (of: unknown) => (of as { id: string }[]).map(({ id }) => id);

beforeEach(async () => {
  cloud = new MediaCloud();
  links = [];
  refused = [];
  signer = undefined;
  lines = [];
  const endpoint = await cloud.start();
  const settings = {
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    // The store's API has the account in its host, and no name server knows names below localhost (RFC 6761).
    requestHandler: { httpAgent: new Agent({ lookup: toLoopback }) },
  };
  keys = {
    secret: new KeySecret(new SecretsManagerClient(settings), SECRET),
    store: new KeyStore(new CloudFrontKeyValueStoreClient(settings), STORE_ARN),
    edge: edgeProbe(endpoint, () => cloud.time),
    url: endpoint,
    linkSeconds: LINK_SECONDS,
  };
});
afterEach(() => cloud.stop());

const toLoopback = ((_host: string, options: { all?: boolean }, done: (...args: unknown[]) => void) =>
  options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4)) as never;

async function step(milliseconds: number): Promise<void> {
  cloud.time += milliseconds;
  if (!signer || cloud.time - signer.readAt >= SIGNERS_MS) signer = { set: setOf(), readAt: cloud.time };
  const { current, keys: all } = signer.set;
  const key = all.find(({ id }) => id === current);
  if (key) {
    const expiry = Math.floor(cloud.time / 1000) + LINK_SECONDS;
    const mac = createHmac('sha256', key.secret).update(`1\n${expiry}\n2\nfilms/550/`).digest('base64url');
    links.push({ uri: `/t/${expiry}.2.${mac}/films/550/master.m3u8`, expiresAt: expiry * 1000 });
  }
  links = links.filter(({ expiresAt }) => expiresAt > cloud.time);
  for (const { uri } of links) if ((await cloud.statusOf(uri)) !== 404) refused.push(`${cloud.time} ${uri}`);
}

async function sleep(milliseconds: number): Promise<void> {
  for (let left = milliseconds; left > 0; left -= STEP_MS) await step(Math.min(left, STEP_MS));
}

const rotated = (options: Partial<RotationOptions> = {}) =>
  rotate(keys, { wait: false, leaked: false, ...options }, { now: () => cloud.time, sleep }, (line) =>
    lines.push(line),
  );

/** Until no rotation is under way, as an operator whose calls may fail. */
async function rotatedToTheEnd(): Promise<number> {
  for (let call = 1; call < 10; call += 1) {
    const set = await rotated({ wait: true }).catch(() => undefined);
    if (set && isSettled(set)) return call;
  }
  throw new Error('not in ten calls');
}

const wrongChecks = async () => (await keyChecks(keys, cloud.time)).filter(({ ok }) => !ok).map(({ name }) => name);

describe('the first key', () => {
  test('is made, signs once the edge takes it, and needs no other call', async () => {
    cloud.spreadMs = 20_000;
    expect(await cloud.statusOf('/films/550/master.m3u8')).toBe(403);
    const set = await rotated();
    expect(set.current).toBe('k1');
    expect(set.keys).toEqual([{ id: 'k1', secret: expect.stringMatching(/^[\w-]{43}$/) }]);
    expect(setOf()).toEqual(set);
    expect(cloud.stored).toEqual(set.keys);
    await sleep(3600_000);
    expect([links.length > 0, refused]).toEqual([true, []]);
    expect(await wrongChecks()).toEqual([]);
  });

  test('signs nothing as long as the edge refuses it', async () => {
    cloud.spreadMs = 3600_000;
    await expect(rotated()).rejects.toThrow(
      /^k1 does not work after ten minutes: .* refuses links of it\. No links are signed yet; call this again to go on$/,
    );
    expect(setOf().current).toBeUndefined();
    cloud.spreadMs = 0;
    expect((await rotated()).current).toBe('k1');
  });
});

test('nothing is signed while something else than the media edge answers at its address', async () => {
  cloud.openToAll();
  await expect(rotated()).rejects.toThrow(/^k1 does not work after ten minutes: .* opens what is no link: /);
  expect(setOf().current).toBeUndefined();
});

describe('a rotation', () => {
  beforeEach(async () => {
    await rotated();
    await sleep(600_000);
    lines = [];
  });

  test('refuses no link on the way, and removes the former key when its last link has expired', async () => {
    cloud.spreadMs = 20_000;
    const first = await rotated();
    expect([first.current, ids(first.keys), ids(cloud.stored)]).toEqual(['k2', ['k1', 'k2'], ['k1', 'k2']]);
    expect(keysReport(keys, first).keys).toEqual([
      { id: 'k1', state: 'opens', removeAfter: new Date(cloud.time + (LINK_SECONDS + 600) * 1000).toISOString() },
      { id: 'k2', state: 'signs' },
    ]);
    // Called too early it changes nothing.
    expect(await rotated()).toEqual(first);
    await sleep((LINK_SECONDS + 600) * 1000);
    expect(await wrongChecks()).toEqual(['rotation']);
    const last = await rotated();
    expect([last.current, ids(last.keys), ids(cloud.stored)]).toEqual(['k2', ['k2'], ['k2']]);
    await sleep(600_000);
    expect(refused).toEqual([]);
    expect(await wrongChecks()).toEqual([]);
  });

  test('stays until its end when it is to wait', async () => {
    const began = cloud.time;
    const set = await rotated({ wait: true });
    expect(ids(set.keys)).toEqual(['k2']);
    expect(cloud.time - began).toBeGreaterThanOrEqual((LINK_SECONDS + 600) * 1000);
    expect(refused).toEqual([]);
  });

  test('goes on after an interruption at any of its calls, refuses no link, and leaves no key behind', async () => {
    cloud.spreadMs = 20_000;
    const before = cloud.calls;
    await rotatedToTheEnd();
    const calls = cloud.calls - before;
    expect(calls).toBeGreaterThan(8);
    for (let call = 1; call <= calls; call += 1) {
      for (const afterItsEffect of [false, true]) {
        cloud.failing = { call: cloud.calls + call, afterItsEffect };
        const former = setOf().current!;
        expect(await rotatedToTheEnd()).toBe(2);
        const { current, keys: left } = setOf();
        expect([left.length, left[0]!.id, current === former]).toEqual([1, current, false]);
        expect(cloud.stored).toEqual(left);
      }
    }
    expect(refused).toEqual([]);
  });

  test('with a leaked key stops its links in six minutes, and signs with the new one before', async () => {
    const began = cloud.time;
    const leaked = setOf().keys[0]!.secret;
    await rotated();
    // Whichever of the two it was.
    const set = await rotated({ leaked: true });
    expect([set.current, ids(set.keys), ids(cloud.stored)]).toEqual(['k3', ['k3'], ['k3']]);
    expect(JSON.stringify(cloud.stored)).not.toContain(leaked);
    expect(cloud.time - began).toBeLessThan(9 * 60_000);
    await sleep(LINK_SECONDS * 1000);
    refused = [];
    await sleep(LINK_SECONDS * 1000);
    expect(refused).toEqual([]);
  });

  test('with a leaked key makes a new one in the middle of another rotation, too, and takes out the one that was new', async () => {
    const { edge } = keys;
    keys = { ...keys, edge: edgeProbe('http://localhost:1/', () => cloud.time) };
    await expect(rotated()).rejects.toThrow('k2 does not work');
    const pending = setOf().keys[1]!;
    expect([pending.id, ids(cloud.stored)]).toEqual(['k2', ['k1', 'k2']]);
    keys = { ...keys, edge };
    const set = await rotated({ leaked: true });
    expect([set.current, ids(set.keys), ids(cloud.stored)]).toEqual(['k3', ['k3'], ['k3']]);
    expect(cloud.secret).not.toContain(pending.secret);
  });

  test('with a leaked key that was interrupted is no less quick when it is called again without --leaked', async () => {
    const { edge } = keys;
    keys = { ...keys, linkSeconds: 7200, edge: edgeProbe('http://localhost:1/', () => cloud.time) };
    await expect(rotated({ leaked: true })).rejects.toThrow('k2 does not work');
    keys = { ...keys, edge };
    const began = cloud.time;
    const set = await rotated({ wait: true });
    expect([set.current, ids(set.keys), ids(cloud.stored)]).toEqual(['k2', ['k2'], ['k2']]);
    expect(cloud.time - began).toBeLessThan(9 * 60_000);
    expect(setOf().leaked).toBeUndefined();
  });

  test('waits for the longest life that links had since the last one, whatever the settings say now', async () => {
    keys = { ...keys, linkSeconds: 7200 };
    await rotated({ wait: true });
    keys = { ...keys, linkSeconds: 300 };
    const { keys: both } = await rotated();
    const removeAfter = Date.parse(both.find(({ removeAfter: at }) => at)!.removeAfter!);
    expect(removeAfter - cloud.time).toBeGreaterThanOrEqual(7200 * 1000);
    keys = { ...keys, linkSeconds: 300 };
    await rotated({ wait: true });
    const next = (await rotated()).keys.find(({ removeAfter: at }) => at)!;
    expect(Date.parse(next.removeAfter!) - cloud.time).toBeLessThan(1000 * 1000);
  });

  test('goes on signing with the former key while the edge cannot be asked', async () => {
    keys = { ...keys, edge: edgeProbe('http://localhost:1/', () => cloud.time) };
    await expect(rotated()).rejects.toThrow(
      /^k2 does not work after ten minutes: localhost:1 does not answer \(.*\)\. k1 signs links as before/,
    );
    expect(setOf().current).toBe('k1');
    expect(await wrongChecks()).toContain('rotation');
  });

  test('repeats its write when another program wrote to the store in between', async () => {
    const { store } = keys;
    const read = store!.read.bind(store);
    let reads = 0;
    store!.read = async () => {
      const found = await read();
      reads += 1;
      if (reads === 1) cloud.writeStore([]);
      return found;
    };
    expect(ids((await rotated()).keys)).toEqual(['k1', 'k2']);
    expect(ids(cloud.stored)).toEqual(['k1', 'k2']);
    expect(reads).toBe(2);
  });

  test('prints no key', async () => {
    await rotated({ wait: true });
    const printed = lines.join('\n') + JSON.stringify(keysReport(keys, setOf()));
    for (const { secret } of setOf().keys) expect(printed).not.toContain(secret);
    expect(lines.length).toBeGreaterThan(3);
  });
});

describe('the check', () => {
  test('names what is missing', async () => {
    expect(await wrongChecks()).toEqual(['secret']);
    await rotated();
    expect(await wrongChecks()).toEqual([]);
    cloud.writeStore([]);
    expect(await wrongChecks()).toEqual(['store', 'k1']);
  });

  test('names media that open without a link, or with that of another title', async () => {
    await rotated();
    cloud.openToAll();
    expect(await wrongChecks()).toEqual(['no valid token', 'expired token', 'other title', 'other key']);
  });

  test.each(['', '{}', 'text', '{"keys":[{"id":"k1","secret":"short"}]}', '{"current":"k2","keys":[]}', 'null'])(
    'a secret that holds %j is not overwritten',
    async (text) => {
      cloud.secret = text;
      await expect(rotated()).rejects.toThrow(/^The secret /);
      expect(cloud.secret).toBe(text);
    },
  );
});
