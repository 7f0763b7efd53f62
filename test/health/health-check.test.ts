import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { viewHealth } from '../../lambda/health/health-view.ts';
import { type HealthStage, sourcesAt, startHealthStage } from './health-stage.ts';
import { type MediaHost, startMediaHost } from './media-host.ts';

let first: MediaHost;
let second: MediaHost;
beforeAll(async () => {
  [first, second] = await Promise.all([startMediaHost(), startMediaHost()]);
});
afterAll(() => Promise.all([first.close(), second.close()]));

let stage: HealthStage;
beforeEach(async () => {
  stage = await startHealthStage([first.url, second.url]);
});
afterEach(async () => {
  await stage.stop();
  for (const host of [first, second]) {
    host.fail('/', undefined);
    host.fail('/s-0', undefined);
    host.requests.length = 0;
  }
});

const conditions = async (): Promise<Record<string, string>> =>
  Object.fromEntries([...(await stage.table.unwell())].map(([name, { condition }]) => [name.split('/')[1], condition]));

describe('a run', () => {
  test('finds a source down with the second probe that fails, and well with the third that does not', async () => {
    stage.entries.set('movie:1', sourcesAt(first.url, 4));
    await stage.note('1');
    first.fail('/s-0', 404);
    expect(await stage.run()).toMatchObject({ probed: 4, changed: 0, verdicts: { ok: 3, gone: 1 } });
    expect(await conditions()).toEqual({});
    expect(await stage.run()).toMatchObject({ changed: 1, down: 1, unwell: 1 });
    expect(await conditions()).toEqual({ 's-0': 'down' });
    first.fail('/s-0', undefined);
    await stage.run();
    await stage.run();
    expect(await conditions()).toEqual({ 's-0': 'down' });
    expect(await stage.run()).toMatchObject({
      changes: [{ id: 's-0', content: 'movie:1', from: 'down', to: 'ok' }],
      unwell: 0,
    });
    expect(await conditions()).toEqual({});
  });

  test('tells sources of two titles apart by title and id', async () => {
    const [broken, sound] = [sourcesAt(first.url, 1), sourcesAt(first.url, 1, 'sound')];
    stage.entries.set('movie:1', [{ ...broken[0]!, id: 'main' }]);
    stage.entries.set('movie:2', [{ ...sound[0]!, id: 'main' }]);
    stage.entries.set('movie:3', sourcesAt(second.url, 1, 't'));
    await stage.note('1', '2', '3');
    first.fail('/s-0', 404);
    expect((await stage.run()).probed).toBe(3);
    expect(await stage.run()).toMatchObject({ probed: 3, down: 1, unwell: 1, changes: [{ content: 'movie:1' }] });
    expect([...(await stage.table.unwell()).keys()]).toEqual(['movie:1/main']);
    expect(await viewHealth(stage.table)).toMatchObject({ unwell: 1, sources: [{ id: 'main', content: 'movie:1' }] });
    first.requests.length = 0;
    await stage.run(5, 1);
    expect(first.requests).toEqual(['/s-0/video.mp4']);
  });

  test('leaves alone a source that fails every other time', async () => {
    stage.entries.set('movie:1', sourcesAt(first.url, 2));
    await stage.note('1');
    for (let round = 0; round < 12; round += 1) {
      first.fail('/s-0', round % 2 === 0 ? 503 : undefined);
      expect((await stage.run()).changed).toBe(0);
    }
  });

  test('that is delivered twice counts once', async () => {
    stage.entries.set('movie:1', sourcesAt(first.url, 2));
    await stage.note('1');
    first.fail('/s-0', 404);
    await stage.run();
    await stage.again();
    await stage.again();
    expect(await conditions()).toEqual({});
  });

  test('loses nothing beside another one', async () => {
    stage.entries.set('movie:1', sourcesAt(first.url, 3));
    stage.entries.set('movie:2', sourcesAt(first.url, 3, 't'));
    await stage.note('1', '2');
    first.fail('/s-0', 404);
    first.fail('/t-0', 404);
    await Promise.all([stage.run(), stage.again(), stage.again()]);
    await Promise.all([stage.run(), stage.again(), stage.again()]);
    expect(await conditions()).toEqual({ 's-0': 'down', 't-0': 'down' });
    first.fail('/t-0', undefined);
  });

  test('asks for no link that expires within a minute', async () => {
    const [source] = sourcesAt(first.url, 1);
    const expiresAt = (minutes: number) => new Date(Date.UTC(2026, 0, 1) + minutes * 60_000).toISOString();
    stage.entries.set('movie:1', [{ ...source!, expiresAt: expiresAt(5.9) }]);
    stage.entries.set('movie:2', [{ ...source!, id: 'later', expiresAt: expiresAt(6.1) }]);
    await stage.note('1', '2');
    expect((await stage.run()).probed).toBe(1);
  });

  test('looks at what is not well first, then at recent titles, then at the catalogue in turn', async () => {
    stage.entries.set('movie:1', sourcesAt(first.url, 3));
    await stage.note('1');
    first.fail('/s-0', 404);
    await stage.run();
    await stage.run();
    for (let row = 0; row < 8; row += 1) stage.rows.set(`movie:9${row}`, sourcesAt(first.url, 1, `row${row}`));
    first.requests.length = 0;
    const asked = async () => {
      first.requests.length = 0;
      await stage.run(5, 6);
      return first.requests.map((path) => path.split('/')[1]).sort();
    };
    expect(await asked()).toEqual(['row0-0', 'row1-0', 'row2-0', 's-0', 's-1', 's-2']);
    expect(await asked()).toEqual(['row3-0', 'row4-0', 'row5-0', 's-0', 's-1', 's-2']);
    expect(await asked()).toEqual(['row0-0', 'row6-0', 'row7-0', 's-0', 's-1', 's-2']);
  });
});

describe('whole origins', () => {
  test('one that fails for everything is reported once', async () => {
    stage.entries.set('movie:1', sourcesAt(first.url, 3));
    stage.entries.set('movie:2', sourcesAt(second.url, 3, 't'));
    await stage.note('1', '2');
    first.fail('/', 503);
    expect(await stage.run()).toMatchObject({ originsDown: [first.url], newlyDown: [first.url], blocked: false });
    expect(await stage.run()).toMatchObject({ originsDown: [first.url], newlyDown: [], changed: 3 });
    expect(await conditions()).toEqual({ 's-0': 'down', 's-1': 'down', 's-2': 'down' });
  });

  test('where all of them fail the prober is blocked, which is one fact, and nothing changes', async () => {
    stage.entries.set('movie:1', sourcesAt(first.url, 3));
    stage.entries.set('movie:2', sourcesAt(second.url, 3, 't'));
    await stage.note('1', '2');
    first.fail('/', 403);
    second.fail('/', 403);
    for (let round = 0; round < 3; round += 1) {
      expect(await stage.run()).toMatchObject({ blocked: true, changed: 0, changes: [], unwell: 0 });
    }
    expect(await conditions()).toEqual({});
  });
});

describe('many', () => {
  test('a thousand sources that go down at once are all listed, and no more than the item holds', async () => {
    for (let title = 0; title < 10; title += 1) {
      stage.entries.set(`movie:${title}`, sourcesAt(first.url, 100, `s${title}`));
    }
    stage.entries.set('movie:10', sourcesAt(second.url, 20, 't'));
    await stage.note(...Array.from({ length: 11 }, (_, title) => String(title)));
    first.fail('/', 404);
    await stage.run(5, 2_000);
    expect(await stage.run(5, 2_000)).toMatchObject({ probed: 1_020, changed: 1_000, unwell: 1_000, blocked: false });
    expect((await stage.table.unwell()).size).toBe(1_000);
  });

  test('ten thousand titles: the budget is never exceeded, and each has its turn', async () => {
    for (let title = 0; title < 10_000; title += 1) {
      stage.rows.set(`movie:${title}`, sourcesAt(first.url, 2, `r${title}`));
    }
    const recent = Array.from({ length: 60 }, (_, title) => String(20_000 + title));
    for (const tmdbId of recent) stage.entries.set(`movie:${tmdbId}`, sourcesAt(first.url, 1, `e${tmdbId}`));
    await stage.note(...recent);
    const asked = new Set<string>();
    for (let round = 0; round < 4; round += 1) {
      first.requests.length = 0;
      expect((await stage.run(5, 50)).probed).toBe(50);
      expect(first.requests).toHaveLength(50);
      for (const path of first.requests) asked.add(path);
    }
    expect(recent.filter((id) => asked.has(`/e${id}-0/video.mp4`))).toHaveLength(60);
  });
});
