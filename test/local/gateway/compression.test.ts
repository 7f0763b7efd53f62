import { gunzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { compressed } from '../../../local/gateway/compression.ts';

const answer = (bytes: number, headers: Record<string, string> = {}) => ({
  status: 200,
  headers: { 'Content-Type': 'application/json', ...headers },
  body: Buffer.alloc(bytes, 'a'),
});
const isCompressed = async (accepted: string, bytes = 1024, minimum: number | undefined = 1024, headers = {}) =>
  'Content-Encoding' in (await compressed(answer(bytes, headers), minimum, accepted)).headers;

test('a body of the minimum size is compressed, and can be read again', async () => {
  const { headers, body } = await compressed(answer(1024), 1024, 'gzip');
  expect(headers).toEqual({ 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' });
  expect(gunzipSync(body)).toEqual(answer(1024).body);
});

test.each([
  ['gzip', true],
  ['GZIP', true],
  ['br, gzip', true],
  ['gzip;q=0.001', true],
  ['br;q=1, gzip ; q=0.5', true],
  ['*', true],
  ['*;q=0.1', true],
  ['', false],
  ['br', false],
  ['identity', false],
  ['gzip;q=0', false],
  ['*, gzip;q=0', false],
  ['*;q=0', false],
  ['x-gzip', false],
])('for Accept-Encoding %j a body is compressed: %s', async (accepted, expected) => {
  expect(await isCompressed(accepted)).toBe(expected);
});

test('one byte less is not, nor an empty body, nor one that is encoded, nor where the API has no minimum', async () => {
  expect(await isCompressed('gzip', 1023)).toBe(false);
  expect(await isCompressed('gzip', 0, 0)).toBe(false);
  expect(await isCompressed('gzip', 1, 0)).toBe(true);
  expect('Content-Encoding' in (await compressed(answer(2048), undefined, 'gzip')).headers).toBe(false);
  const { body } = await compressed(answer(2048, { 'content-encoding': 'br' }), 1024, 'gzip');
  expect(body).toHaveLength(2048);
});
