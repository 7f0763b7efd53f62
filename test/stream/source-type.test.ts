import { describe, expect, test } from '@jest/globals';
import type { SourceCandidate } from '../../lambda/stream/candidate.ts';
import { isSoundFile, sourceTypeOf } from '../../lambda/stream/source-type.ts';

const typeOf = (candidate: SourceCandidate) => sourceTypeOf(candidate, new URL(candidate.url));
const plain = 'https://cdn.example.com/play';

describe('source type', () => {
  test.each([
    ['hls', 'hls'],
    ['M3U8', 'hls'],
    ['application/vnd.apple.mpegurl', 'hls'],
    ['application/x-mpegURL; charset=utf-8', 'hls'],
    ['dash', 'dash'],
    ['mpd', 'dash'],
    ['application/dash+xml', 'dash'],
    ['video/mp4', 'mp4'],
    ['.webm', 'webm'],
    ['video/webm', 'webm'],
  ])('declared %s is %s', (type, expected) => {
    expect(typeOf({ url: plain, type })).toBe(expected);
  });

  test.each([
    ['/a/master.m3u8?x=1', 'hls'],
    ['/a/manifest.MPD', 'dash'],
    ['/a/film.webm', 'webm'],
    ['/a/film.mp4', 'mp4'],
    ['/film.mp4/playlist.m3u8', 'hls'],
    ['/a/film.mkv', 'mp4'],
    ['/a.m3u8/film', 'mp4'],
  ])('the extension of %s is %s', (path, expected) => {
    expect(typeOf({ url: `https://cdn.example.com${path}` })).toBe(expected);
  });

  test('the Content-Type counts when nothing else is known', () => {
    const inspected = { contentType: 'application/dash+xml; profiles=x' };
    expect(typeOf({ url: plain, inspected })).toBe('dash');
    expect(typeOf({ url: `${plain}.m3u8`, inspected })).toBe('hls');
  });

  test('a declaration beats the extension, the manifest’s bytes beat the declaration', () => {
    const url = `${plain}.mp4`;
    expect(typeOf({ url, type: 'hls' })).toBe('hls');
    expect(typeOf({ url, type: 'mp4', inspected: { type: 'dash' } })).toBe('dash');
  });

  test('an unknown declaration is passed over', () => {
    expect(typeOf({ url: `${plain}.mpd`, type: 'stream' })).toBe('dash');
    expect(typeOf({ url: plain, type: 'text/html' })).toBe('mp4');
  });
});

describe('a file of sound', () => {
  const isSound = (candidate: SourceCandidate) => isSoundFile(candidate, new URL(candidate.url));

  test.each('mp3 m4a aac ac3 eac3 flac oga ogg opus wav wma mka weba MP3'.split(' '))(
    'has the extension %s',
    (extension) => {
      expect(isSound({ url: `${plain}.${extension}?x=1` })).toBe(true);
      // Its bytes, or a declared type, outweigh the path.
      expect(isSound({ url: `${plain}.${extension}`, inspected: { type: 'hls' } })).toBe(false);
      expect(isSound({ url: `${plain}.${extension}`, type: 'video/mp4' })).toBe(false);
    },
  );

  test('has a type of sound, declared or served, that is no name of a playlist', () => {
    expect(isSound({ url: plain, type: 'audio/mp4; codecs="mp4a.40.2"' })).toBe(true);
    expect(isSound({ url: `${plain}.mp4`, type: ' AUDIO/mpeg' })).toBe(true);
    expect(isSound({ url: plain, type: 'audio/mpegurl' })).toBe(false);
    expect(isSound({ url: plain, inspected: { contentType: 'audio/mpeg' } })).toBe(true);
    expect(isSound({ url: plain, inspected: { contentType: 'audio/x-mpegurl' } })).toBe(false);
    // Some servers send it for every MP4.
    expect(isSound({ url: `${plain}.mp4`, inspected: { contentType: 'audio/mp4' } })).toBe(false);
    expect(isSound({ url: plain, type: 'video/mp4', inspected: { contentType: 'audio/mp4' } })).toBe(false);
  });

  test.each([
    { url: plain },
    { url: `${plain}.mp4` },
    { url: `${plain}.mkv` },
    { url: plain, type: 'audio' },
    { url: `${plain}/mp3` },
  ])('is not %j', (candidate) => {
    expect(isSound(candidate)).toBe(false);
  });
});
