import { expect, test } from '@jest/globals';
import { initSegmentOf } from '../../lambda/manifests/first-segments.ts';

const initOf = (initialization: string) =>
  initSegmentOf(
    `<MPD><Period><AdaptationSet contentType="video"><SegmentTemplate initialization="${initialization}"/>
    <Representation id="v1" bandwidth="700000"/></AdaptationSet></Period></MPD>`,
    'https://media.example/film/film.mpd',
  );

test.each([
  ['$RepresentationID$/init.mp4', 'v1/init.mp4'],
  ['$Bandwidth%09d$.mp4', '000700000.mp4'],
  ['a$$b-$RepresentationID$.mp4', 'a$b-v1.mp4'],
])('a template names the file of its representation: %s', (template, file) => {
  expect(initOf(template)).toBe(`https://media.example/film/${file}`);
});

test.each([
  '$Number$.mp4',
  '$Number%05d$.mp4',
  '$Time$.mp4',
  '$SubNumber$.mp4',
  '$constructor$.mp4',
  '$__proto__$.mp4',
])('with another identifier it names none: %s', (template) => {
  expect(initOf(template)).toBeUndefined();
});
