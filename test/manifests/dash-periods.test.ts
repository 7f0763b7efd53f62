import { describe, expect, test } from '@jest/globals';
import { parseDash } from '../../lambda/manifests/dash.ts';

const url = 'https://cdn.test/films/1/manifest.mpd';
const video = (...heights: number[]) =>
  [
    '<AdaptationSet contentType="video">',
    ...heights.map((height) => `<Representation bandwidth="${height}" height="${height}"/>`),
    '</AdaptationSet>',
  ].join('');
const audio = '<AdaptationSet contentType="audio"><Representation codecs="mp4a.40.2"/></AdaptationSet>';
const period = (attributes: string, inner: string) => `<Period ${attributes}>${inner}</Period>`;
const parse = (periods: readonly string[], attributes = '') =>
  parseDash(`<MPD ${attributes}>${periods.join('')}</MPD>`, url);
const heights = (...args: Parameters<typeof parse>) => parse(...args).renditions?.map(({ height }) => height);

describe('the length of an MPD', () => {
  test.each([
    ['starts, and the last duration', ['', 'start="PT30S" duration="PT60S"'], 90],
    ['starts with a gap', ['duration="PT10S"', 'start="PT30S" duration="PT60S"'], 90],
    ['a start, then durations', ['start="PT0S"', 'start="PT10S" duration="PT20S"', 'duration="PT5S"'], 35],
    ['an empty Period among them', ['duration="PT10S"', 'duration="PT0S"', 'duration="PT5S"'], 15],
    ['a Period that leaves its end open', ['', 'duration="PT60S"'], undefined],
    ['a last Period that does', ['duration="PT10S"', 'start="PT10S"'], undefined],
    ['starts that nobody can read', ['duration="PT10S"', 'start="soon" duration="PT5S"'], 15],
    ['no Period', [], undefined],
  ])('is read from %s', (_, periods, seconds) => {
    expect(parse(periods.map((attributes) => period(attributes, ''))).duration).toBe(seconds);
  });

  test('is that of the MPD where it has one, not of its Periods', () => {
    const periods = [period('duration="PT10S"', ''), period('', '')];
    expect(parse(periods, 'mediaPresentationDuration="PT1H"').duration).toBe(3600);
    expect(parse(periods, 'mediaPresentationDuration="PT0S"').duration).toBeUndefined();
  });
});

describe('the ladder of several Periods', () => {
  test.each([
    ['an advertisement before', [period('duration="PT30S"', video(2160)), period('', video(720))], [720]],
    ['an advertisement behind', [period('duration="PT59M"', video(720)), period('', video(2160))], [720]],
    [
      'advertisements between',
      [
        period('start="PT0S"', video(1080, 720)),
        period('start="PT20M"', video(2160, 360)),
        period('start="PT21M"', video(1080, 720)),
        period('start="PT40M"', video(2160, 360)),
        period('start="PT41M"', video(1080, 720)),
      ],
      [1080, 720],
    ],
    [
      'one part of three that is better',
      [period('duration="PT10M"', video(2160, 720)), period('duration="PT25M"', video(720)), period('', video(720))],
      [720],
    ],
    ['two halves', [period('duration="PT30M"', video(1080)), period('', video(720))], [1080, 720]],
    [
      'parts that all differ',
      [period('duration="PT25M"', video(1080)), period('duration="PT20M"', video(720)), period('', video(480))],
      [1080],
    ],
    ['an intermission without video', [period('duration="PT50M"', audio), period('', video(720))], [720]],
  ])('is the one that is present most of the time: %s', (_, periods, expected) => {
    expect(heights(periods, 'mediaPresentationDuration="PT1H"')).toEqual(expected);
  });

  test('has each class from the longest Period that offers it, not from an advertisement', () => {
    const advertisement =
      '<AdaptationSet contentType="video"><Representation bandwidth="9" height="720"/></AdaptationSet>';
    const periods = [period('duration="PT30S"', advertisement), period('', video(1080, 720))];
    expect(parse(periods, 'mediaPresentationDuration="PT1H"').renditions).toEqual([
      { height: 1080, bandwidth: 1080 },
      { height: 720, bandwidth: 720 },
    ]);
  });

  test('has each class from the first of Periods that are as long', () => {
    const half = (bandwidth: number) =>
      period(
        'duration="PT30M"',
        `<AdaptationSet contentType="video"><Representation bandwidth="${bandwidth}" height="720"/></AdaptationSet>`,
      );
    expect(parse([half(1), half(2)]).renditions).toEqual([{ height: 720, bandwidth: 1 }]);
  });

  test('has a class that is present for half of the time with video, to the second', () => {
    const periods = (better: number) => [
      period(`duration="PT${better}S"`, video(1080)),
      period('duration="PT20S"', video(720)),
      period('duration="PT40S"', audio),
    ];
    expect(heights(periods(20))).toEqual([1080, 720]);
    expect(heights(periods(19))).toEqual([720]);
  });

  test('counts a Period without a known end as long', () => {
    expect(heights([period('duration="PT3H"', video(2160)), period('', video(720))])).toEqual([720]);
    expect(heights([period('', video(2160)), period('', video(720))])).toEqual([2160, 720]);
    expect(heights([period('duration="PT30S"', video(2160)), period('', video(720))], 'type="dynamic"')).toEqual([720]);
  });

  test('of renditions of unknown size is all of them', () => {
    const unknown =
      '<AdaptationSet contentType="video"><Representation bandwidth="2"/>' +
      '<Representation bandwidth="1"/></AdaptationSet>';
    expect(parse([period('', unknown)]).renditions).toEqual([{ bandwidth: 2 }, { bandwidth: 1 }]);
  });
});
