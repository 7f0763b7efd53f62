import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mediaUrl } from '../../contract/answer.ts';
import { parseMediaUrl } from '../../lambda/stream/links/media-url.ts';

describe('a link of an answer', () => {
  test.each([
    ['https://cdn.example.com/a.m3u8'],
    ['HTTP://cdn.example.com'],
    ['https://cdn.example.com:8443/a%2Fb?Signature=x~y_z-&Expires=1#t=5'],
    ['http://[2001:db8::1]/a.mp4'],
    ['https://例え.jp/動画.mp4'],
    ['https://cdn.example.com/user@host/a.mp4'],
  ])('%s is one', (link) => {
    expect(parseMediaUrl(link)).toBeInstanceOf(URL);
  });

  test.each([
    [''],
    ['a.mp4'],
    ['//cdn.example.com/a.mp4'],
    ['ftp://cdn.example.com/a.mp4'],
    ['javascript:alert(1)'],
    ['data:video/mp4;base64,AAAA'],
    ['https://user:secret@cdn.example.com/a.mp4'],
    ['https://user@cdn.example.com/a.mp4'],
    ['https://a\\user@cdn.example.com/'],
    ['https:///a.mp4'],
    ['https://cdn.example.com:99999/'],
    ['https://exa mple.com/'],
    ['https://cdn.example.com/a b.mp4'],
    [' https://cdn.example.com/'],
    ['https://cdn.example.com/\n'],
    ['http://[::1'],
    [`https://cdn.example.com/${'a'.repeat(8192)}`],
  ])('%j is none', (link) => {
    expect(parseMediaUrl(link)).toBeUndefined();
  });

  test('what passes here passes the contract', () => {
    const text = fc.oneof(
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.string({ unit: 'binary' }),
      fc.tuple(fc.constantFrom('http://', 'https://', 'HTTPS://'), fc.string()).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (link) => {
        if (parseMediaUrl(link)) expect(mediaUrl.safeParse(link).success).toBe(true);
      }),
    );
    fc.assert(fc.property(fc.webUrl({ withQueryParameters: true }), (link) => parseMediaUrl(link) !== undefined));
  });
});
