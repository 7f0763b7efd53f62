import { createReadStream } from 'node:fs';
import { cp, readdir, rm, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { CONSOLE_HEADERS } from '../../web/security-headers.ts';
import type { LocalRequest, LocalService } from '../http/service.ts';
import { keptPage } from './kept-page.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

/** The console page, at `/` and below `/assets/`. */
export class ConsolePage implements LocalService {
  readonly #folder: string;
  /** Path of a request → name in the folder. */
  readonly #files: ReadonlyMap<string, string>;

  private constructor(folder: string, assets: readonly string[]) {
    this.#folder = folder;
    this.#files = new Map([
      ['/', 'index.html'],
      ...assets.map((name) => [`/assets/${name}`, `assets/${name}`] as const),
    ]);
  }

  /** @param folder to put it in; its content is replaced */
  static async build(folder: string): Promise<ConsolePage> {
    await rm(folder, { recursive: true, force: true });
    await cp(await keptPage(), folder, { recursive: true });
    return new ConsolePage(folder, await readdir(join(folder, 'assets')));
  }

  matches({ method, path }: LocalRequest): boolean {
    return (method === 'GET' || method === 'HEAD') && this.#files.has(path);
  }

  async serve({ method, path }: LocalRequest, response: ServerResponse): Promise<void> {
    const file = join(this.#folder, this.#files.get(path)!);
    response.writeHead(200, {
      ...CONSOLE_HEADERS,
      'Content-Type': CONTENT_TYPES[extname(file)] ?? 'application/octet-stream',
      'Content-Length': (await stat(file)).size,
      'Cache-Control': 'no-cache',
    });
    if (method === 'HEAD') response.end();
    else await pipeline(createReadStream(file), response).catch(() => undefined);
  }
}
