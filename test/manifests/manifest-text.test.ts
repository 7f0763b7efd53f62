import { describe, expect, test } from '@jest/globals';
import { manifestFormatOf, manifestText } from '../../lambda/manifests/manifest-text.ts';

const mpd = '<?xml version="1.0"?><MPD><Period><Label>Español 繁體</Label></Period></MPD>';
const bigEndian = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('the text of a manifest', () => {
  test.each([
    ['UTF-8', Buffer.from(mpd)],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${mpd}`)],
    ['UTF-16, little end first', Buffer.from(`\ufeff${mpd}`, 'utf16le')],
    ['UTF-16, big end first', bigEndian(`\ufeff${mpd}`)],
    ['UTF-16 without a mark, little end first', Buffer.from(mpd, 'utf16le')],
    ['UTF-16 without a mark, big end first', bigEndian(mpd)],
    ['lines before it', Buffer.from(`\r\n \n${mpd}`)],
  ])('is read from %s', (_, bytes) => {
    expect(manifestText(bytes)).toBe(mpd);
    expect(manifestFormatOf(manifestText(bytes))).toBe('dash');
  });

  test.each([
    ['iso-8859-1', 'latin1', 'Español'],
    ['windows-1252', 'latin1', 'Español'],
    ['UTF-8', 'utf8', 'Español'],
    // A text that declares UTF-16, and can be read as UTF-8, is UTF-8.
    ['utf-16', 'utf8', 'Español'],
    ['no-such-encoding', 'utf8', 'Español'],
  ] as const)('is read by the encoding that XML declares: %s', (declared, encoding, label) => {
    const text = `<?xml version="1.0" encoding='${declared}' ?><MPD>${label}</MPD>`;
    expect(manifestText(Buffer.from(text, encoding))).toBe(text);
  });

  test('of a playlist may have a byte order mark, which may be UTF-16', () => {
    expect(manifestFormatOf(manifestText(Buffer.from('\ufeff#EXTM3U\n')))).toBe('hls');
    expect(manifestFormatOf(manifestText(Buffer.from('\ufeff#EXTM3U\n', 'utf16le')))).toBe('hls');
  });

  test.each([
    ['#EXTM3U', 'hls'],
    ['#EXTM3U url-tvg="x"', 'hls'],
    ['#EXTM3U8\n', undefined],
    ['#EXTINF:1,\n', undefined],
    ['x#EXTM3U\n', undefined],
    ['<MPD>', 'dash'],
    ['<MPD\n', 'dash'],
    ['<MPD/>', 'dash'],
    ['<dash:MPD xmlns', 'dash'],
    ['<!-- made by -->', 'dash'],
    ['<?xml version', 'dash'],
    ['<MPDX>', undefined],
    ['<html>', undefined],
    ['<!doctype html>', undefined],
    ['{"MPD":1}', undefined],
    ['\0\0\0\x20ftypisom', undefined],
    ['', undefined],
  ])('beginning with %j is %p', (text, format) => {
    expect(manifestFormatOf(text)).toBe(format);
  });
});
