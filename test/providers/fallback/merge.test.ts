import { afterEach, describe, expect, test } from '@jest/globals';
import { TITLES_TO_OPEN } from '../../../lambda/providers/breaker.ts';
import { type Behaviour, type DrivenProviders, drivenProviders } from './driven-providers.ts';

let asked: DrivenProviders;
afterEach(() => asked.stop());

const hangs: Behaviour = () => undefined;
const has =
  (ms: number, ...sources: object[]): Behaviour =>
  () => ({ ms, body: { sources } });
const source = (name: string, quality: string, more: object = {}) => ({
  url: `https://cdn.test/${name}.mp4`,
  quality,
  ...more,
});
const lacks: Behaviour = () => ({ ms: 20, status: 404 });

async function merge(behaviours: Behaviour[], settings: object = {}, isInBackground = false) {
  asked = await drivenProviders({ strategy: 'merge', ...settings }, behaviours, isInBackground);
  return asked.ask('1');
}
const names = ({ extraction }: Awaited<ReturnType<DrivenProviders['ask']>>) =>
  extraction?.sources.map(({ url }) => /(\w+)\.mp4/.exec(url)![1]);

describe('all providers at once', () => {
  test('the sources of all are returned when all have answered', async () => {
    const answer = await merge([has(100, source('a', '360p')), has(900, source('b', '720p')), lacks]);
    expect(names(answer)).toEqual(['a', 'b']);
    expect(answer.ms).toBeLessThanOrEqual(1_000);
    expect(answer.extraction).not.toHaveProperty('isPartial');
  });

  test('one that is silent is waited for a while after the first that has found something, and then cancelled', async () => {
    const answer = await merge([hangs, has(100, source('b', '360p'))]);
    expect(names(answer)).toEqual(['b']);
    expect(answer.ms).toBeGreaterThanOrEqual(1_600);
    expect(answer.ms).toBeLessThanOrEqual(1_700);
    expect(answer.extraction?.isPartial).toBe(true);
    expect(answer.events).toContainEqual(expect.objectContaining({ provider: 'p1', outcome: 'cancelled' }));
    expect(asked.pending()).toBe(0);
  });

  test('a source that is not enough is no reason to stop waiting', async () => {
    const three = [
      has(100, source('a', '360p')),
      has(4_000, source('b', '720p')),
      has(5_000, source('c', '1080p')),
      has(9_000, source('d', '2160p')),
    ];
    const answer = await merge(three, { enough: '720p' });
    expect(names(answer)).toEqual(['a', 'b', 'c']);
    expect(answer.ms).toBeLessThanOrEqual(5_600);
    expect(answer.extraction?.isPartial).toBe(true);
  });

  test('one that lacks enough in every source is not waited for beyond the answers of all', async () => {
    const answer = await merge([has(100, source('a', '360p')), lacks], { enough: '720p' });
    expect(answer.ms).toBeLessThanOrEqual(200);
    expect(answer.extraction).not.toHaveProperty('isPartial');
  });

  test('in the background all have the whole time', async () => {
    const answer = await merge([has(100, source('a', '1080p')), has(6_000, source('b', '360p'))], {}, true);
    expect(names(answer)).toEqual(['a', 'b']);
    expect(answer.extraction).not.toHaveProperty('isPartial');
  });

  test('being slower than another is no failure: no breaker opens', async () => {
    await merge([hangs, has(100, source('b', '360p'))]);
    for (let id = 2; id <= TITLES_TO_OPEN + 2; id += 1) {
      const { events } = await asked.ask(String(id));
      expect(events).not.toContainEqual(expect.objectContaining({ outcome: 'blocked' }));
    }
  });

  test('each has its three attempts', async () => {
    let count = 0;
    const flaky: Behaviour = () => (++count < 3 ? { ms: 20, status: 503 } : has(20, source('a', '720p'))('1'));
    const answer = await merge([flaky, lacks]);
    expect(names(answer)).toEqual(['a']);
    expect(count).toBe(3);
  });

  test('it is not found when all lack it, and unavailable when one fails', async () => {
    expect((await merge([lacks, lacks])).error).toMatchObject({ name: 'NotFoundError' });
    await asked.stop();
    expect((await merge([lacks, () => ({ ms: 20, status: 403 })])).error).toMatchObject({ name: 'UnavailableError' });
  });

  test('whatever was found goes out at the deadline', async () => {
    const answer = await merge([has(100, source('a', '360p')), hangs], { enough: '2160p' });
    expect(names(answer)).toEqual(['a']);
    expect(answer.extraction?.isPartial).toBe(true);
    expect(asked.pending()).toBe(0);
  });
});
