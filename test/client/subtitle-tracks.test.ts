import { expect, test } from '@jest/globals';
import { type Subtitle, type SubtitleTrack, subtitleTracks } from '../../client/src/index.ts';

const subtitle = (language: string, facts: Partial<Subtitle> = {}): Subtitle => ({
  label: language,
  language,
  url: `https://media.example/${language}${facts.kind ?? ''}.vtt`,
  ...facts,
});

/** The tracks that the browser shows without being asked. */
const shown = (subtitles: Subtitle[], language?: string): string[] =>
  subtitleTracks({ subtitles }, language)
    .filter((track) => track.default)
    .map(({ src }) => src.replace('https://media.example/', ''));

test('subtitles become the attributes of track elements, in their order', () => {
  const subtitles = [subtitle('en', { label: 'English' }), subtitle('de', { label: 'Deutsch', kind: 'sdh' })];
  const [english, german] = subtitleTracks({ subtitles });
  expect(english).toEqual({
    src: 'https://media.example/en.vtt',
    srclang: 'en',
    label: 'English',
    kind: 'subtitles',
    default: false,
  } satisfies SubtitleTrack);
  expect(german).toMatchObject({ srclang: 'de', label: 'Deutsch', kind: 'captions' });
});

test('those inside of a manifest are left out, since the player finds them there', () => {
  const inside = subtitle('fr', { delivery: 'in-manifest' });
  expect(subtitleTracks({ subtitles: [inside, subtitle('en')] }).map(({ srclang }) => srclang)).toEqual(['en']);
  expect(shown([inside], 'fr')).toEqual([]);
});

test('there are none without subtitles', () => {
  expect(subtitleTracks({ subtitles: [] }, 'en')).toEqual([]);
});

test('none is shown until the viewer chooses, where no language is asked for', () => {
  expect(shown([subtitle('en'), subtitle('de')])).toEqual([]);
});

test.each([
  ['de', 'de.vtt'],
  ['DE', 'de.vtt'],
  ['pt', 'pt-BR.vtt'],
  ['pt-br', 'pt-BR.vtt'],
])('asked for %s, exactly one track of it is shown', (language, file) => {
  expect(shown([subtitle('en'), subtitle('de'), subtitle('pt-BR'), subtitle('pt-BR')], language)[0]).toBe(file);
  expect(shown([subtitle('en'), subtitle('de'), subtitle('pt-BR')], language)).toEqual([file]);
});

test.each(['fr', 'e', 'en-GB', 'pt-BR-x'])('asked for %s, which there is not, none is shown', (language) => {
  expect(shown([subtitle('en'), subtitle('pt-BR')], language)).toEqual([]);
});

test('whole subtitles come before captions, and those before forced ones', () => {
  const forced = subtitle('en', { kind: 'forced' });
  const captions = subtitle('en', { kind: 'sdh' });
  expect(shown([forced, captions, subtitle('en')], 'en')).toEqual(['en.vtt']);
  expect(shown([forced, captions], 'en')).toEqual(['ensdh.vtt']);
  expect(shown([forced], 'en')).toEqual(['enforced.vtt']);
});
