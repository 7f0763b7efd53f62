import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { buildConsole } from '../../web/build.ts';
import { CONSOLE_HEADERS } from '../../web/security-headers.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

/** The console page, at `/` and below `/assets/`. */
export class ConsolePage {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** @param folder to build it in; it is replaced */
  static async build(folder: string): Promise<ConsolePage> {
    await buildConsole(folder, { local: true });
    return new ConsolePage(folder);
  }

  /** Answers when the path is one of the page's. @returns whether it was */
  async serve(message: IncomingMessage, response: ServerResponse, path: string): Promise<boolean> {
    if (message.method !== 'GET' && message.method !== 'HEAD') return false;
    const name = path === '/' ? 'index.html' : /^\/(assets\/[\w-]+\.\w+)$/.exec(path)?.[1];
    if (name === undefined) return false;
    const file = join(this.#folder, name);
    const size = await stat(file).then(
      (found) => found.size,
      () => undefined,
    );
    if (size === undefined) return false;
    response.writeHead(200, {
      ...CONSOLE_HEADERS,
      'Content-Type': CONTENT_TYPES[extname(name)] ?? 'application/octet-stream',
      'Content-Length': size,
      'Cache-Control': 'no-cache',
    });
    if (message.method === 'HEAD') response.end();
    else await pipeline(createReadStream(file), response).catch(() => undefined);
    return true;
  }
}
