import { spawnSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';

/** How a host of media fails: with a status, without an answer, by refusing it, or with one byte a second. */
export type Fault = 403 | 404 | 503 | 'nothing' | 'refused' | 'trickle' | 'cors';

/** Seconds of the clip: longer than what a player buffers. */
const CLIP_SECONDS = 60;

/**
 * A real host of one clip as HLS, DASH and MP4, by any number of names: `/a/hls/master.m3u8` and `/b/…` are the same
 * clip, and each name can be made to fail by itself.
 */
export interface MediaOrigin {
  readonly url: string;
  /** Answers other paths. */
  readonly pages: Map<string, (request: IncomingMessage, response: ServerResponse) => void>;
  /** The faults by name. */
  readonly faults: Map<string, Fault>;
  /** Paths asked for so far. */
  readonly asked: string[];
  close(): Promise<void>;
}

const TYPES: Record<string, string> = {
  '.m3u8': 'application/vnd.apple.mpegurl',
  '.mpd': 'application/dash+xml',
  '.mp4': 'video/mp4',
  '.m4s': 'video/mp4',
  '.ts': 'video/mp2t',
  '.vtt': 'text/vtt',
};

export async function startMediaOrigin(): Promise<MediaOrigin> {
  const folder = await mkdtemp(join(tmpdir(), 'clip-'));
  makeClip(folder);
  const faults: MediaOrigin['faults'] = new Map();
  const pages: MediaOrigin['pages'] = new Map();
  const asked: string[] = [];
  const trickles = new Set<NodeJS.Timeout>();

  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://localhost');
    asked.push(pathname);
    const page = pages.get(pathname);
    if (page) return page(request, response);
    const [, name = '', ...path] = pathname.split('/');
    const fault = faults.get(name);
    if (fault !== 'cors') response.setHeader('Access-Control-Allow-Origin', '*');
    if (fault === 'nothing') return;
    if (fault === 'refused') return request.socket.destroy();
    if (typeof fault === 'number') return response.writeHead(fault).end();
    const file = join(folder, ...path);
    response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream');
    try {
      if (fault === 'trickle') trickle(await readFile(file), response, trickles);
      else await send(file, request, response);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pages,
    faults,
    asked,
    close: async () => {
      for (const timer of trickles) clearInterval(timer);
      await closed(server);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A moving picture with a tone, in 3 s segments. */
function makeClip(folder: string): void {
  const run = (...line: string[]) => {
    const { status, stderr } = spawnSync('ffmpeg', ['-v', 'error', '-y', ...line], { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  };
  run(
    ...['-f', 'lavfi', '-i', `testsrc2=size=160x90:rate=10:duration=${CLIP_SECONDS}`],
    ...['-f', 'lavfi', '-i', `sine=frequency=300:duration=${CLIP_SECONDS}`],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '30', '-c:a', 'aac', '-b:a', '32k'],
    ...['-movflags', '+faststart', 'clip.mp4'],
  );
  spawnSync('mkdir', ['-p', join(folder, 'hls'), join(folder, 'dash')]);
  const hls = ['-f', 'hls', '-hls_time', '3', '-hls_playlist_type', 'vod', '-hls_list_size', '0'];
  // Its sound ends before its picture, so that nothing is there to play in between.
  spawnSync('mkdir', [join(folder, 'spot')]);
  const spot = ['-t', '12', '-c:v', 'copy', '-af', 'atrim=end=11.6', '-c:a', 'aac', '-hls_segment_type', 'fmp4'];
  run('-i', 'clip.mp4', ...spot, ...hls, 'spot/media.m3u8');
  run('-i', 'clip.mp4', '-c', 'copy', ...hls, '-master_pl_name', 'master.m3u8', 'hls/media.m3u8');
  run('-i', 'clip.mp4', '-c', 'copy', '-f', 'dash', '-seg_duration', '3', 'dash/manifest.mpd');
}

async function send(file: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const found = await stat(file);
  if (!found.isFile()) throw new Error('It is a folder');
  const { size } = found;
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
  const start = Number(from ?? 0);
  const end = to ? Math.min(Number(to), size - 1) : size - 1;
  response.writeHead(from === undefined ? 200 : 206, {
    'Accept-Ranges': 'bytes',
    'Content-Length': end - start + 1,
    ...(from !== undefined && { 'Content-Range': `bytes ${start}-${end}/${size}` }),
  });
  if (request.method === 'HEAD') response.end();
  else createReadStream(file, { start, end }).pipe(response);
}

function trickle(body: Buffer, response: ServerResponse, timers: Set<NodeJS.Timeout>): void {
  response.writeHead(200, { 'Content-Length': body.length });
  let sent = 0;
  const timer = setInterval(() => {
    response.write(body.subarray(sent, sent + 1));
    sent += 1;
  }, 1_000);
  timers.add(timer);
  response.on('close', () => {
    clearInterval(timer);
    timers.delete(timer);
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
