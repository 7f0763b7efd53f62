import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { VideoData } from '../../contract/answer.ts';
import { parsePreference } from '../../contract/prefer.ts';
import { QUALITIES, SOURCE_TYPES } from '../../contract/vocabulary.ts';
import type { AnswerEntry } from '../../lambda/cache/entry.ts';
import { entityTag } from '../../lambda/wiring/entity-tag.ts';
import { PreferredAnswers } from '../../lambda/wiring/prefer/preferred-answers.ts';

function entryOf(data: VideoData): AnswerEntry {
  const text = JSON.stringify(data);
  return {
    kind: 'answer',
    data: text,
    etag: entityTag(text),
    sourceCount: data.sources.length,
    subtitleCount: data.subtitles.length,
    bestQuality: '1080p',
    generation: 0,
    storedAt: 0,
    freshUntil: 1,
    staleUntil: 1,
  };
}

function wishOf(prefer: string, maxBandwidth?: number) {
  const preference = prefer === '' ? [] : parsePreference(prefer);
  return {
    key: `${prefer} ${maxBandwidth}`,
    prefer: preference,
    maxBandwidth,
  };
}

const source = (id: string, quality: VideoData['sources'][number]['quality'], more: object = {}) => ({
  url: `https://media.example.com/${id}.mp4`,
  id,
  quality,
  type: 'mp4' as const,
  ...more,
});
const subtitle = (language: string) => ({
  label: language,
  language,
  url: `https://media.example.com/${language}.vtt`,
});

const LADDER = {
  type: 'hls',
  variants: [
    { quality: '1080p', height: 1080, width: 1920, bandwidth: 5_000_000 },
    { quality: '720p', height: 720, width: 1280, bandwidth: 2_400_000 },
    { quality: '480p', height: 480, width: 854, bandwidth: 1_000_000 },
  ],
};
const DATA: VideoData = {
  sources: [source('a', '1080p'), source('b', '720p'), source('c', '480p'), source('d', 'auto', LADDER)],
  subtitles: ['en', 'de-AT', 'fr', 'de'].map(subtitle),
  poster: 'https://media.example.com/poster.jpg',
  duration: 60,
};

const dataOf = ({ data }: AnswerEntry) => JSON.parse(data) as VideoData;
const idsOf = (entry: AnswerEntry) => dataOf(entry).sources.map(({ id }) => id);

describe('an answer in the order of a wish', () => {
  test.each([
    ['res:720', undefined, '720p', 'b'],
    ['res:480', undefined, '480p', 'c'],
    ['type:hls,res:720', undefined, '720p', 'd'],
    ['', 1_500_000, '480p', 'c'],
    ['type:hls', 2_500_000, '720p', 'd'],
    ['type:hls', 50_000, '480p', 'd'],
  ])('%s within %s begins with what it asks for, and names its quality', (prefer, maxBandwidth, quality, first) => {
    const answer = new PreferredAnswers().of(entryOf(DATA), wishOf(prefer, maxBandwidth));
    expect([answer.quality, idsOf(answer.entry)[0]]).toEqual([quality, first]);
  });

  test.each([
    ['res:720,lang:de', 'res=720, lang=de'],
    ['res:240,lang:deu', 'res=240, lang=deu'],
    ['lang:es,res', 'res'],
    ['type:hls,type:mp4', 'type=hls'],
    ['type:webm,codec:av1', ''],
    ['', ''],
  ])('for %j says what it could follow: %j', (prefer, applied) => {
    expect(new PreferredAnswers().of(entryOf(DATA), wishOf(prefer)).applied).toBe(applied);
  });

  test('has the subtitles in the wanted language first, the nearest before others, and nothing else changed', () => {
    const { entry } = new PreferredAnswers().of(entryOf(DATA), wishOf('lang:de'));
    expect(dataOf(entry).subtitles.map(({ language }) => language)).toEqual(['de', 'de-AT', 'en', 'fr']);
    expect({ ...dataOf(entry), subtitles: DATA.subtitles }).toEqual(DATA);
  });

  test('has its own tag, and keeps the life of the entry', () => {
    const entry = entryOf(DATA);
    const answers = new PreferredAnswers();
    const tags = ['res:720', 'res:480', 'lang:de'].map((wish) => answers.of(entry, wishOf(wish)).entry.etag);
    expect(new Set([...tags, entry.etag]).size).toBe(4);
    expect(answers.of(entry, wishOf('res:720')).entry).toMatchObject({
      storedAt: 0,
      freshUntil: 1,
      bestQuality: '1080p',
    });
  });

  test('is made once for a wish, also among many titles and many wishes, and of each entry anew', () => {
    const answers = new PreferredAnswers();
    const entry = entryOf(DATA);
    const first = answers.of(entry, wishOf('res:720'));
    for (let at = 0; at < 5; at += 1) answers.of(entry, wishOf('', 60_000 + at));
    for (let at = 0; at < 100; at += 1) answers.of(entryOf(DATA), wishOf('res:720'));
    expect(answers.of(entry, wishOf('res:720'))).toBe(first);
    expect(answers.of(entryOf({ ...DATA, duration: 61 }), wishOf('res:720')).entry.data).toContain('"duration":61');
    for (let at = 0; at < 100; at += 1) answers.of(entry, wishOf('', 70_000 + at));
    expect(answers.of(entry, wishOf('res:720'))).toEqual(first);
  });

  test('holds everything that the stored answer holds, whatever the wish and the sources', () => {
    const sources = fc.array(
      fc.record({
        quality: fc.constantFrom(...QUALITIES),
        type: fc.constantFrom(...SOURCE_TYPES),
        height: fc.option(fc.integer({ min: 1, max: 5000 }), { nil: undefined }),
        bandwidth: fc.option(fc.integer({ min: 1, max: 2e8 }), { nil: undefined }),
        codecs: fc.option(fc.constantFrom('avc1.64001f,mp4a.40.2', 'hvc1', 'av01.0.05M.08', 'x'), { nil: undefined }),
      }),
      { minLength: 1, maxLength: 30 },
    );
    const wishes = fc.constantFrom('', 'res', 'res:720', 'codec:h264,res:1', 'type:webm,lang:de', 'lang:zz');
    const bandwidths = fc.option(fc.integer({ min: 50_000, max: 200_000_000 }), { nil: undefined });
    fc.assert(
      fc.property(sources, wishes, bandwidths, (listed, prefer, maxBandwidth) => {
        const given = listed.map((each, at) => ({ url: `https://m.example/${at}`, id: `s${at}`, ...each }));
        const data = JSON.parse(JSON.stringify({ sources: given, subtitles: DATA.subtitles })) as VideoData;
        const { entry } = new PreferredAnswers().of(entryOf(data), wishOf(prefer, maxBandwidth));
        const byText = (parts: readonly object[]) => parts.map((part) => JSON.stringify(part)).sort();
        expect(byText(dataOf(entry).sources)).toEqual(byText(data.sources));
        expect(byText(dataOf(entry).subtitles)).toEqual(byText(data.subtitles));
      }),
    );
  });
});
