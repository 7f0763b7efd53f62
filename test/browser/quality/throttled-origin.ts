import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A host of the realistic clip on a line of limited bits per second, which all of its responses share. */
export interface ThrottledOrigin {
  readonly url: string;
  /** May be changed at any time. */
  bitsPerSecond: number;
  /** A path whose next response stops in the middle. */
  stuck: string | undefined;
  /** Whether what it sends may be kept by a browser. */
  isCacheable: boolean;
  /** The paths of media that were asked for, in order. */
  readonly asked: string[];
  /** Pages beside the clip, which are not throttled. */
  readonly pages: Map<string, (request: IncomingMessage, response: ServerResponse) => void>;
  close(): Promise<void>;
}

const TYPES: Record<string, string> = {
  '.m3u8': 'application/vnd.apple.mpegurl',
  '.mpd': 'application/dash+xml',
  '.mp4': 'video/mp4',
  '.m4s': 'video/mp4',
};
const CHUNK_BYTES = 4_096;
/** The bucket holds as much as arrives in this time. */
const BURST_MS = 40;

/** @param folder with the realistic clip */
export async function startThrottledOrigin(folder: string, bitsPerSecond: number): Promise<ThrottledOrigin> {
  const asked: string[] = [];
  const pages: ThrottledOrigin['pages'] = new Map();
  let bits = 0;
  let filledAt = performance.now();

  /** Waits until there are bits for a chunk in the bucket, first come, first served. */
  async function take(bytes: number): Promise<void> {
    for (;;) {
      const now = performance.now();
      const most = Math.max((origin.bitsPerSecond * BURST_MS) / 1000, CHUNK_BYTES * 8);
      bits = Math.min(most, bits + ((now - filledAt) * origin.bitsPerSecond) / 1000);
      filledAt = now;
      if (bits >= bytes * 8) break;
      await delay(Math.max(1, ((bytes * 8 - bits) * 1000) / origin.bitsPerSecond));
    }
    bits -= bytes * 8;
  }
  let turn: Promise<void> = Promise.resolve();
  const takeInTurn = (bytes: number): Promise<void> => {
    turn = turn.then(() => take(bytes));
    return turn;
  };

  async function send(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readFile(join(folder, path));
    const size = body.length;
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
    const start = Number(from ?? 0);
    const end = to ? Math.min(Number(to), size - 1) : size - 1;
    response.writeHead(from === undefined ? 200 : 206, {
      'Accept-Ranges': 'bytes',
      'Content-Length': end - start + 1,
      'Content-Type': TYPES[extname(path)],
      'Access-Control-Allow-Origin': '*',
      'Timing-Allow-Origin': '*',
      'Cache-Control': origin.isCacheable ? 'max-age=3600' : 'no-store',
      ...(from !== undefined && { 'Content-Range': `bytes ${start}-${end}/${size}` }),
    });
    const closed = new Promise<void>((resolve) => response.once('close', () => resolve()));
    for (let at = start; at <= end && !response.destroyed; at += CHUNK_BYTES) {
      const length = Math.min(CHUNK_BYTES, end - at + 1);
      await takeInTurn(length);
      if (response.destroyed) break;
      if (path === origin.stuck && at > size / 2) {
        origin.stuck = undefined;
        await closed;
      }
      if (!response.write(body.subarray(at, at + length))) {
        await Promise.race([new Promise<void>((resolve) => response.once('drain', () => resolve())), closed]);
      }
    }
    response.end();
  }

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://localhost');
    const page = pages.get(pathname);
    if (page) return page(request, response);
    asked.push(pathname);
    send(pathname, request, response).catch(() => response.headersSent || response.writeHead(404).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin: ThrottledOrigin = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bitsPerSecond,
    stuck: undefined,
    isCacheable: false,
    asked,
    pages,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return origin;
}
