import { expect, test } from '@jest/globals';
import { redactedText } from '../../lambda/redacted-text.ts';

const TOKEN = `1800000000.2.${'A-_9'.repeat(10)}abc`;

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
  [`GET /t/${TOKEN}/films/550`, 'GET /…/films/550'],
  [`%2Ft%2F${TOKEN}%2Ffilms`, '%2F…%2Ffilms'],
  [`%252ft%252f${TOKEN}`, '%252f…'],
  [`_t/${TOKEN}/films`, '_…/films'],
  [`\\/t\\/${TOKEN}\\/films`, '\\/…\\/films'],
  ['/bcdn_token=HS256-abc&token_path=%2Fa&expires=1/vod', '/…/vod'],
  ['Signature=def~_&Key-Pair-Id=K', '…&Key-Pair-Id=K'],
  ['a&Policy=abc&X-Amz-Signature=def', 'a&…&X-Amz-…'],
  ['HTTPS://CDN.EXAMPLE/secret', 'HTTPS://CDN.EXAMPLE/…'],
])('%s becomes %s', (text, redacted) => {
  expect(redactedText(text)).toBe(redacted);
});

test.each(['HTTP 503', 'connect ECONNREFUSED 127.0.0.1:80', 'Is it there?', 'movie:550'])('%s stays', (text) => {
  expect(redactedText(text)).toBe(text);
});
