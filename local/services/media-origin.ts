import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { LocalRequest, LocalService } from '../http/service.ts';

const PREFIX = '/media/';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.m3u8': 'application/vnd.apple.mpegurl',
  '.mpd': 'application/dash+xml',
  '.m4s': 'video/iso.segment',
  '.ts': 'video/mp2t',
  '.mp4': 'video/mp4',
  '.m4a': 'audio/mp4',
  '.webm': 'video/webm',
  '.vtt': 'text/vtt; charset=utf-8',
  '.jpg': 'image/jpeg',
};

/** Serves the files of one folder below `/media/` as a media origin does: byte ranges, readable from every site. */
export class MediaOrigin implements LocalService {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  matches({ path }: LocalRequest): boolean {
    return path.startsWith(PREFIX);
  }

  async serve({ message, path }: LocalRequest, response: ServerResponse): Promise<void> {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    if (message.method === 'OPTIONS') {
      response.setHeader('Access-Control-Allow-Headers', 'Range');
      response.setHeader('Access-Control-Allow-Methods', 'GET, HEAD');
      return void response.writeHead(204).end();
    }
    if (message.method !== 'GET' && message.method !== 'HEAD') {
      return void response.writeHead(405, { Allow: 'GET, HEAD, OPTIONS' }).end();
    }
    const file = await this.#find(path.slice(PREFIX.length));
    if (!file) return void response.writeHead(404).end();

    const range = byteRange(message.headers.range, file.size);
    response.setHeader('Content-Type', CONTENT_TYPES[extname(file.name).toLowerCase()] ?? 'application/octet-stream');
    response.setHeader('Accept-Ranges', 'bytes');
    response.setHeader('Last-Modified', file.modified.toUTCString());
    if (range === 'unsatisfiable') {
      response.setHeader('Content-Range', `bytes */${file.size}`);
      return void response.writeHead(416).end();
    }
    if (range) response.setHeader('Content-Range', `bytes ${range.start}-${range.end}/${file.size}`);
    response.writeHead(range ? 206 : 200, { 'Content-Length': range ? range.end - range.start + 1 : file.size });
    if (message.method === 'HEAD' || file.size === 0) return void response.end();
    // A player may disconnect in the middle.
    await pipeline(createReadStream(file.name, range ?? {}), response).catch(() => undefined);
  }

  async #find(path: string): Promise<{ name: string; size: number; modified: Date } | undefined> {
    try {
      const name = join(this.#folder, decodeURIComponent(path));
      if (!name.startsWith(this.#folder + sep)) return undefined;
      const found = await stat(name);
      return found.isFile() ? { name, size: found.size, modified: found.mtime } : undefined;
    } catch {
      return undefined;
    }
  }
}

/** One byte range (RFC 9110, section 14.2). Several ranges, or another unit, are ignored: the whole file is sent. */
function byteRange(
  header: string | undefined,
  size: number,
): { start: number; end: number } | 'unsatisfiable' | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || first + last === '') return undefined;
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  return start > end ? 'unsatisfiable' : { start, end };
}
