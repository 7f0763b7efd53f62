import { expect, test } from '@jest/globals';
import type { Source } from '../../client/src/answer.ts';

// By an address: its types are a page's, and the project of the tests has none of these.
const { playableSources } = await import(new URL('../../client/src/sources/playable.ts', import.meta.url).href);

const abilities = {
  video: { canPlayType: () => 'maybe' },
  hasHls: true,
  hasDash: true,
  hlsConfig: undefined,
  dashConfig: undefined,
};
const good: Source = { url: 'https://a.example/good.mp4', id: 'good', quality: '720p', type: 'mp4' };

test.each([{ codecs: 5 }, { variants: [{ codecs: {} }] }, { variants: 'x' }, { variants: {} }])(
  'a source with facts of another type, %j, does not keep the others from playing',
  async (facts) => {
    const bad = { ...good, id: 'bad', ...facts } as unknown as Source;
    const { playable, skipped } = await playableSources([bad, good], abilities);
    expect(playable.map(({ source }: { source: Source }) => source)).toContain(good);
    expect(playable.length + skipped.length).toBe(2);
  },
);
