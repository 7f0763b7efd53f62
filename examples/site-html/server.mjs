import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const { PORT = '8000', STREAM_API = 'http://localhost:3000' } = process.env;
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.mjs': 'text/javascript' };
/** What fetch has undone already, or belongs to its connection. */
const OWN_HEADERS = /^(connection|keep-alive|transfer-encoding|content-encoding|content-length)$/;

/** The API is asked on the page's own origin: no CORS. */
async function passOn(url, response) {
  const { status, headers, body } = await fetch(STREAM_API + url);
  response.writeHead(status, Object.fromEntries([...headers].filter(([name]) => !OWN_HEADERS.test(name))));
  await pipeline(Readable.fromWeb(body), response);
}

async function serveFile(url, response) {
  // Parsing resolves every `..` of the path.
  const { pathname } = new URL(url, 'http://localhost');
  const name = join(import.meta.dirname, pathname === '/' ? 'index.html' : pathname);
  response.setHeader('Content-Type', TYPES[extname(name)] ?? 'application/octet-stream');
  await pipeline(createReadStream(name), response);
}

createServer(({ url }, response) => {
  const isApi = url.startsWith('/api/');
  (isApi ? passOn : serveFile)(url, response).catch(() => {
    if (response.headersSent) response.destroy();
    else response.writeHead(isApi ? 502 : 404).end();
  });
}).listen(Number(PORT), 'localhost', () => console.log(`Site at http://localhost:${PORT}`));
