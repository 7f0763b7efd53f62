import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
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

  test('its trial provider has no title but its own', async () => {
    expect((await get('/local/trial-provider?tmdbId=550&mediaType=movie')).status).toBe(404);
    const played = await get('/api/stream/extract?tmdbId=550&mediaType=movie');
    expect(played.status).toBe(200);
    const missing = await get('/api/stream/extract?tmdbId=551&mediaType=movie');
    expect(missing.status).toBe(404);
  });
});
