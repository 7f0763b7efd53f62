import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CatalogueAnswer } from '../../contract/local/catalogue.ts';
import type { LocalStack } from '../../local/stack.ts';
import { startLocalStack } from '../support/local-stack.ts';

let stack: LocalStack;

beforeAll(async () => {
  stack = await startLocalStack({ containers: 2 }, { console: true });
});
afterAll(() => stack.stop());

const get = (path: string, headers: Record<string, string> = {}) => fetch(stack.url + path, { headers });

describe('the console page on the local stack', () => {
  test('is served with a policy that lets it run its own files only', async () => {
    const page = await get('/');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = page.headers.get('content-security-policy')?.split('; ');
    expect(policy).toEqual(expect.arrayContaining(["default-src 'none'", "script-src 'self'", "style-src 'self'"]));
    const html = await page.text();
    expect(html).not.toMatch(/<script>|<style|style=|https?:/);
    for (const [, file] of html.matchAll(/(?:src|href)="([^"]+)"/g)) expect((await get(`/${file}`)).status).toBe(200);
  });

  test('gives away nothing but its files', async () => {
    for (const path of ['/assets/', '/assets/nothing.js', '/assets/..%2findex.html', '/assets/%2e%2e/tables']) {
      expect((await get(path)).status).not.toBe(200);
    }
  });

  test('lists the titles of the catalogue, to its own pages only', async () => {
    const answer = await get('/local/catalogue');
    const { titles } = (await answer.json()) as { titles: { tmdbId: string }[] };
    expect(titles[0]).toEqual({
      tmdbId: '10378',
      mediaType: 'movie',
      title: 'Big Buck Bunny',
      poster: `${stack.url}/media/big-buck-bunny/poster.jpg`,
    });
    expect(titles).toContainEqual(expect.objectContaining({ tmdbId: '1396', mediaType: 'tv', season: 0, episode: 1 }));
    expect((await get('/local/catalogue', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await get('/local/trial-provider?tmdbId=550', { origin: 'https://example.com' })).status).toBe(403);
  });

  test('searches the catalogue by name and id, and returns it in parts with their count', async () => {
    const find = async (query: string) => (await (await get(`/local/catalogue?${query}`)).json()) as CatalogueAnswer;
    const all = await find('');
    expect([all.found, all.titles.length]).toEqual([all.total, all.total]);
    expect(all.total).toBeGreaterThan(5);
    const parts = [await find('limit=2'), await find('limit=2&offset=2')];
    expect(parts.flatMap(({ titles }) => titles)).toEqual(all.titles.slice(0, 4));
    expect(parts[1]).toMatchObject({ found: all.total, total: all.total });
    expect((await find(`offset=${all.total}`)).titles).toEqual([]);
    expect(await find('search=BUNNY')).toMatchObject({ found: 1, total: all.total, titles: [{ tmdbId: '10378' }] });
    expect(new Set((await find('search=1396')).titles.map(({ tmdbId }) => tmdbId))).toEqual(new Set(['1396']));
    expect((await find('limit=x&offset=-1')).titles).toEqual(all.titles);
  });

  test('returns one title from its own row', async () => {
    expect(await (await get('/local/catalogue/movie/10378')).json()).toMatchObject({ title: 'Big Buck Bunny' });
    expect(await (await get('/local/catalogue/tv/1396/0/1')).json()).toMatchObject({ tmdbId: '1396', episode: 1 });
    for (const unknown of ['movie/1', 'movie/', 'tv/1396', 'tv/1396/99/1', 'film/10378', 'movie/10378/1', '%2e%2e']) {
      expect((await get(`/local/catalogue/${unknown}`)).status).toBe(404);
    }
    expect((await get('/local/catalogue/movie/10378', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });

  test('its trial provider has no title but its own', async () => {
    expect((await get('/local/trial-provider?tmdbId=550&mediaType=movie')).status).toBe(404);
    const played = await get('/api/stream/extract?tmdbId=550&mediaType=movie');
    expect(played.status).toBe(200);
    const missing = await get('/api/stream/extract?tmdbId=551&mediaType=movie');
    expect(missing.status).toBe(404);
  });
});
