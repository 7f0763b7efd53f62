import { describe, expect, test } from '@jest/globals';
import type { Source } from '../../contract/answer.ts';
import { distinctSources } from '../../lambda/stream/distinct-sources.ts';

const source = (url: string, facts: Partial<Source> = {}): Source => ({
  url,
  id: url,
  quality: 'auto',
  type: 'hls',
  ...facts,
});

describe('duplicates', () => {
  test('of one URL the source with the best evidence stays, the first among equals', () => {
    const found = [
      { source: source('a', { quality: '360p' }), evidence: 'path' as const },
      { source: source('b', { quality: '480p' }), evidence: 'label' as const },
      { source: source('a', { quality: '1080p' }), evidence: 'declared' as const },
      { source: source('a', { quality: '720p' }), evidence: 'declared' as const },
      { source: source('b'), evidence: 'none' as const },
    ];
    expect(distinctSources(found).map(({ url, quality }) => [url, quality])).toEqual([
      ['a', '1080p'],
      ['b', '480p'],
    ]);
  });
});

test('two spellings of one URL are one source', () => {
  const urls = ['https://cdn.test/x.mp4', 'HTTPS://CDN.test:443/x.mp4', 'https://cdn.test/X.mp4'];
  const found = urls.map((url) => ({ source: source(url), evidence: 'none' as const }));
  expect(distinctSources(found).map(({ url }) => url)).toEqual([urls[0], urls[2]]);
});
