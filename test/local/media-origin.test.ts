import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Listener, listenOnLoopback } from '../../local/http/listener.ts';
import { localRequest } from '../../local/http/service.ts';
import { MediaOrigin } from '../../local/services/media-origin.ts';

let folder: string;
let listener: Listener;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stream-api-origin-'));
  mkdirSync(join(folder, 'media', 'film'), { recursive: true });
  for (const name of ['a.m3u8', 'a.mpd', 'a.m4s', 'a.ts', 'a.mp4', 'a.webm', 'a.vtt', 'a.jpg', 'a.txt']) {
    writeFileSync(join(folder, 'media', 'film', name), '0123456789');
  }
  writeFileSync(join(folder, 'media', 'empty.mp4'), '');
  writeFileSync(join(folder, 'secret.txt'), 'not below the folder');
  const origin = new MediaOrigin(join(folder, 'media'));
  listener = await listenOnLoopback(0, {
    request: (message, response) =>
      void origin.serve({ ...localRequest(message), path: `/media${message.url}` }, response),
    upgrade: (_message, socket) => socket.destroy(),
  });
});
afterAll(async () => {
  await listener.stop();
  await rm(folder, { recursive: true, force: true });
});

function ask(path: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    request({ host: '127.0.0.1', port: listener.port, path, method, headers, agent: false }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body }));
    })
      .on('error', reject)
      .end();
  });
}

test.each([
  ['a.m3u8', 'application/vnd.apple.mpegurl'],
  ['a.mpd', 'application/dash+xml'],
  ['a.m4s', 'video/iso.segment'],
  ['a.ts', 'video/mp2t'],
  ['a.mp4', 'video/mp4'],
  ['a.webm', 'video/webm'],
  ['a.vtt', 'text/vtt; charset=utf-8'],
  ['a.jpg', 'image/jpeg'],
  ['a.txt', 'application/octet-stream'],
])('%s is served as %s, to every site', async (name, type) => {
  expect(await ask(`/film/${name}`)).toMatchObject({
    status: 200,
    headers: {
      'content-type': type,
      'content-length': '10',
      'access-control-allow-origin': '*',
      'accept-ranges': 'bytes',
    },
    body: '0123456789',
  });
});

describe('a range', () => {
  test.each([
    ['bytes=2-4', '234', 'bytes 2-4/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=0-0', '0', 'bytes 0-0/10'],
    ['bytes=8-99', '89', 'bytes 8-9/10'],
    ['bytes=-99', '0123456789', 'bytes 0-9/10'],
  ])('%s gives %s', async (range, body, contentRange) => {
    const answer = await ask('/film/a.mp4', { Range: range });
    expect(answer).toMatchObject({
      status: 206,
      body,
      headers: { 'content-range': contentRange, 'content-length': String(body.length) },
    });
  });

  test.each(['bytes=10-', 'bytes=50-60', 'bytes=-0'])('%s cannot be satisfied', async (range) => {
    expect(await ask('/film/a.mp4', { Range: range })).toMatchObject({
      status: 416,
      headers: { 'content-range': 'bytes */10' },
    });
  });

  test.each(['bytes=4-2', 'bytes=-', 'lines=1-2', 'bytes=0-1,4-5', 'bytes=x'])(
    '%s is as good as none',
    async (range) => {
      expect(await ask('/film/a.mp4', { Range: range })).toMatchObject({ status: 200, body: '0123456789' });
    },
  );

  test('of an empty file cannot be satisfied', async () => {
    expect((await ask('/empty.mp4', { Range: 'bytes=0-' })).status).toBe(416);
    expect(await ask('/empty.mp4')).toMatchObject({ status: 200, body: '' });
  });
});

test('HEAD describes the file and sends nothing', async () => {
  expect(await ask('/film/a.mp4', {}, 'HEAD')).toMatchObject({
    status: 200,
    headers: { 'content-length': '10' },
    body: '',
  });
});

test('a page may ask for ranges across origins', async () => {
  expect(await ask('/film/a.mp4', {}, 'OPTIONS')).toMatchObject({
    status: 204,
    headers: { 'access-control-allow-headers': 'Range' },
  });
  expect((await ask('/film/a.mp4', {}, 'POST')).status).toBe(405);
});

test.each([
  '/nothing.mp4',
  '/film',
  '/film/',
  '/',
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/film/..%2f..%2fsecret.txt',
  '/%00',
  '/%zz',
])('nothing is found at %s', async (path) => {
  expect(await ask(path)).toMatchObject({ status: 404, body: '' });
});
