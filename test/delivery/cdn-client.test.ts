import { describe, expect, test } from '@jest/globals';
import type { CdnSettings } from '../../contract/settings/cdns.ts';
import { cdnClient } from '../../lambda/delivery/cdn-client.ts';
import { TitleLinks } from '../../lambda/delivery/title-links.ts';
import type { HttpClient, HttpResponse } from '../../lambda/outgoing/http-client.ts';
import { deliveryOf } from '../../lambda/wiring/delivery/delivery-of.ts';
import { FakeClock } from '../support/fake-clock.ts';

const MATCH = 'https://origin.example.com/media/';
const cdn = (name: string, more: Partial<CdnSettings> = {}): CdnSettings => ({
  ...{ name, match: MATCH, base: `https://${name}.example.com/`, scope: 2 },
  sign: { type: 'path-hmac', secret: 'media-key', ttlSeconds: 300 },
  ...more,
});
const FILE = `${MATCH}m/550/master.m3u8`;

/** A client whose answers are by host: a status, an error, or where a redirect leads. */
function reader(
  cdns: readonly CdnSettings[],
  answers: Readonly<Record<string, number | Error | ((url: string) => string)>>,
) {
  const asked: string[] = [];
  const own: HttpClient = {
    get: async (url) => {
      const { host } = new URL(url);
      asked.push(host.split('.')[0]!);
      const answer = answers[host.split('.')[0]!];
      if (answer instanceof Error) throw answer;
      const isStatus = typeof answer === 'number';
      const finalUrl = isStatus || !answer ? url : answer(url);
      return { status: isStatus ? answer : 200, finalUrl, body: Buffer.from('') } as unknown as HttpResponse;
    },
    close: async () => undefined,
  };
  const keys = new Map(cdns.map(({ name }) => [name, { id: 'a', secret: 's'.repeat(40) }]));
  const client = cdnClient(own, async () => new TitleLinks({ cdns, keys, signedAt: 1_800_000_000 }));
  const get = () => client.get(FILE, { signal: new AbortController().signal } as never);
  return { get, asked };
}

describe('reading through CDNs', () => {
  test.each([503, 403, new Error('connection refused')])(
    'goes on at the next one where the first says %p',
    async (first) => {
      const { get, asked } = reader([cdn('one'), cdn('two')], { origin: 403, one: first, two: 200 });
      expect(await get()).toMatchObject({ status: 200, finalUrl: FILE });
      expect(asked).toEqual(['origin', 'one', 'two']);
    },
  );

  test('ends with what the last one said', async () => {
    const { get } = reader([cdn('one'), cdn('two')], { origin: 403, one: 200 });
    expect((await get()).status).toBe(200);
    const down = reader([cdn('one'), cdn('two')], { origin: new Error('closed'), one: 502, two: new Error('down') });
    await expect(down.get()).rejects.toThrow('down');
  });

  test.each([
    ['path-hmac', cdn('one')],
    [
      'bunny',
      cdn('one', { base: 'https://one.example.com/vod/', sign: { type: 'bunny', secret: 'k', ttlSeconds: 300 } }),
    ],
  ])('keeps no token of %s after a redirect', async (_, settings) => {
    const { get } = reader([settings], { origin: 403, one: (url) => `${url.replace('master', 'other')}?v=1` });
    expect((await get()).finalUrl).toBe(`${MATCH}m/550/other.m3u8?v=1`);
  });
});

test('a delivery that cannot be loaded is loaded again, and leaves no rejection behind', async () => {
  const rejections: unknown[] = [];
  const note = (reason: unknown) => rejections.push(reason);
  process.on('unhandledRejection', note);
  const delivery = deliveryOf('{', new FakeClock(0))!;
  const first = delivery();
  await new Promise((resolve) => setTimeout(resolve, 0));
  await first.catch(() => undefined);
  expect(delivery()).not.toBe(first);
  void delivery().catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 0));
  process.off('unhandledRejection', note);
  expect(rejections).toEqual([]);
});
