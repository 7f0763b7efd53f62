import { expect, test } from '@jest/globals';
import { redactedText } from '../../lambda/redacted-text.ts';

test.each([
  ['https://cdn.example/hls/key/index.m3u8?Policy=abc&Signature=def', 'https://cdn.example/…'],
  ['https://cdn.example?token=abc', 'https://cdn.example/…'],
  ['http://user:password@cdn.example:8080/x', 'http://cdn.example:8080/…'],
  ['http://user:password', 'http://user/…'],
  ['http://[::1]:8080/secret', 'http://[::1]:8080/…'],
  ['two: http://a.example/1 and https://b.example/2.', 'two: http://a.example/… and https://b.example/…'],
  ['"url":"https://a.example/x#y"', '"url":"https://a.example/…"'],
  ['GET /v/index.m3u8?hdnts=exp~hmac failed', 'GET /v/index.m3u8?… failed'],
  ['Authorization: Bearer abc.def-ghi', 'Authorization: Bearer …'],
  ['HTTPS://CDN.EXAMPLE/secret', 'HTTPS://CDN.EXAMPLE/…'],
])('%s becomes %s', (text, redacted) => {
  expect(redactedText(text)).toBe(redacted);
});

test.each(['HTTP 503', 'connect ECONNREFUSED 127.0.0.1:80', 'Is it there?', 'movie:550'])('%s stays', (text) => {
  expect(redactedText(text)).toBe(text);
});
