import { describe, expect, test } from '@jest/globals';
import { parseDash } from '../../lambda/manifests/dash.ts';

const url = 'https://cdn.test/films/1/manifest.mpd?token=t';
const base = 'https://cdn.test/films/1/';
const subtitles = (sets: string, periods = '') =>
  parseDash(`<MPD mediaPresentationDuration="PT1H"><Period>${sets}</Period>${periods}</MPD>`, url).subtitles;
const vtt = (inner: string) => subtitles(`<AdaptationSet mimeType="text/vtt" lang="en">${inner}</AdaptationSet>`);
const track = { url, language: 'en', delivery: 'in-manifest' };
const file = (name: string) => ({ url: base + name, language: 'en' });

describe('text of an MPD', () => {
  test.each([
    ['its own address', '<Representation><BaseURL>en.vtt</BaseURL></Representation>', 'en.vtt'],
    [
      'a list of one',
      '<Representation><SegmentList><SegmentURL media="en.vtt"/></SegmentList></Representation>',
      'en.vtt',
    ],
    [
      'a list of one on the set',
      '<BaseURL>s/</BaseURL><SegmentList><SegmentURL media="en.vtt"/></SegmentList><Representation/>',
      's/en.vtt',
    ],
    [
      'a list of one that leaves the name to the base',
      '<Representation><BaseURL>en.vtt</BaseURL><SegmentList><SegmentURL/></SegmentList></Representation>',
      'en.vtt',
    ],
    [
      'a template that counts nothing',
      '<SegmentTemplate media="$RepresentationID$-$Bandwidth$-$$.vtt"/><Representation id="en" bandwidth="9"/>',
      'en-9-$.vtt',
    ],
    [
      'an index beside it',
      '<Representation><BaseURL>en.vtt</BaseURL><SegmentBase indexRange="0-9"/></Representation>',
      'en.vtt',
    ],
  ])('is a file where it is one whole WebVTT file: %s', (_, inner, name) => {
    expect(vtt(inner)).toEqual([file(name)]);
  });

  test.each([
    [
      'a list of two',
      '<Representation><SegmentList><SegmentURL media="1.vtt"/><SegmentURL media="2.vtt"/>' +
        '</SegmentList></Representation>',
    ],
    [
      'a part of a file',
      '<Representation><BaseURL>all.vtt</BaseURL><SegmentList><SegmentURL mediaRange="0-99"/>' +
        '</SegmentList></Representation>',
    ],
    ['numbers', '<SegmentTemplate media="$Number%05d$.vtt"/><Representation/>'],
    ['times', '<Representation><SegmentTemplate media="$Time$.vtt"/></Representation>'],
    ['an unknown variable', '<SegmentTemplate media="$Other$.vtt"/><Representation/>'],
    ['a name without its value', '<SegmentTemplate media="$RepresentationID$.vtt"/><Representation/>'],
    ['a directory', '<Representation><BaseURL>segments/</BaseURL></Representation>'],
  ])('is a track of the MPD where it is not: %s', (_, inner) => {
    expect(vtt(inner)).toEqual([track]);
  });

  test('is a track in every form that an MPD may have', () => {
    const template = '<SegmentTemplate media="$Number$"/>';
    const sets = [
      `<AdaptationSet mimeType="application/mp4" codecs="wvtt" lang="a1">${template}<Representation/></AdaptationSet>`,
      `<AdaptationSet contentType="text" mimeType="application/mp4" lang="a2">${template}<Representation/>` +
        `</AdaptationSet>`,
      `<AdaptationSet lang="a3">${template}<Representation mimeType="application/mp4" codecs="stpp.ttml.im1t"/>` +
        `</AdaptationSet>`,
      '<AdaptationSet mimeType="application/ttml+xml" lang="a4"><Representation>' +
        '<BaseURL>a4.ttml</BaseURL></Representation></AdaptationSet>',
      '<AdaptationSet codecs="wvtt" mimeType="application/mp4" lang="a5"><Representation>' +
        '<BaseURL>a5.mp4</BaseURL><SegmentBase/></Representation></AdaptationSet>',
      `<AdaptationSet mimeType="text/webvtt">${template}<ContentComponent contentType="text" lang="a6"/>` +
        `<Representation/></AdaptationSet>`,
    ];
    expect(subtitles(sets.join(''))).toEqual(
      ['a1', 'a2', 'a3', 'a4', 'a5', 'a6'].map((language) => ({ ...track, language })),
    );
    const set = '<AdaptationSet mimeType="text/vtt" lang="en"><Representation/></AdaptationSet>';
    const onPeriod = `<Period>${template}${set}</Period>`;
    expect(parseDash(`<MPD>${onPeriod}</MPD>`, url).subtitles).toEqual([track]);
  });

  test('that a later Period repeats is listed once; another label or kind is another track', () => {
    const set = (inner: string) =>
      `<AdaptationSet mimeType="text/vtt" lang="en">${inner}<SegmentTemplate media="$Number$.vtt"/>` +
      `<Representation/></AdaptationSet>`;
    const sets = [
      set(''),
      set('<Label>English (UK)</Label>'),
      set('<Role schemeIdUri="urn:mpeg:dash:role:2011" value="caption"/>'),
    ].join('');
    expect(subtitles(sets, `<Period>${sets}</Period>`)).toEqual([
      track,
      { ...track, label: 'English (UK)' },
      { ...track, kind: 'sdh' },
    ]);
  });

  test.each([
    ['nothing to load', '<AdaptationSet mimeType="text/vtt"><Representation/></AdaptationSet>'],
    [
      'an empty list',
      '<AdaptationSet mimeType="text/vtt"><Representation><BaseURL>a.vtt</BaseURL><SegmentList/>' +
        '</Representation></AdaptationSet>',
    ],
    [
      'metadata',
      '<AdaptationSet mimeType="text/vtt">' +
        '<Role schemeIdUri="urn:mpeg:dash:role:2011" value="metadata"/><Representation>' +
        '<BaseURL>a.vtt</BaseURL></Representation></AdaptationSet>',
    ],
    [
      'events',
      '<AdaptationSet contentType="text" mimeType="application/mp4" codecs="mett">' +
        '<SegmentTemplate media="$Number$"/><Representation/></AdaptationSet>',
    ],
  ])('that is %s is none', (_, set) => {
    expect(subtitles(set)).toEqual([]);
  });

  const role = 'schemeIdUri="urn:mpeg:dash:role:2011"';
  const purpose = 'schemeIdUri="urn:tva:metadata:cs:AudioPurposeCS:2007"';
  test.each([
    ['sdh', `<Role ${role} value="caption"/>`],
    ['sdh', `<Role ${role} value="subtitle"/><Accessibility ${role} value="caption"/>`],
    ['sdh', `<Accessibility ${purpose} value="2"/>`],
    ['sdh', '<Role value="Caption"/>'],
    ['forced', `<Role ${role} value="forced-subtitle"/>`],
    ['forced', `<Role ${role} value="forced_subtitle"/>`],
    ['forced', `<Role ${role} value="caption"/><Role ${role} value="forced-subtitle"/>`],
    [undefined, `<Accessibility ${purpose} value="1"/>`],
    [undefined, `<Role ${purpose} value="3"/>`],
    [undefined, `<Role ${role} value="easyreader"/>`],
    [undefined, '<Role schemeIdUri="urn:example:roles" value="caption"/>'],
  ])('has the kind %p by %s', (kind, descriptor) => {
    const address = '<BaseURL>en.vtt</BaseURL>';
    for (const inner of [
      `${descriptor}<Representation>${address}</Representation>`,
      `<Representation>${descriptor}${address}</Representation>`,
      `<ContentComponent>${descriptor}</ContentComponent><Representation>${address}</Representation>`,
    ]) {
      expect(vtt(inner)).toEqual([{ ...file('en.vtt'), kind }]);
    }
  });
});
