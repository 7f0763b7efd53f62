import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';

const { PORT = '8000', STREAM_API = 'http://localhost:3000' } = process.env;
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.mjs': 'text/javascript' };
/** Headers of the connection to the API, and of a compression that fetch has undone. */
const NOT_PASSED_ON = /^(connection|keep-alive|transfer-encoding|content-encoding|content-length)$/;

/** The API is asked on the page's own origin: no CORS. */
async function passOn(url, response) {
  const answer = await fetch(STREAM_API + url);
  const body = Buffer.from(await answer.arrayBuffer());
  const headers = [...answer.headers].filter(([name]) => !NOT_PASSED_ON.test(name));
  response.writeHead(answer.status, Object.fromEntries(headers)).end(body);
}

async function serveFile(url, response) {
  // Parsing resolves every `..` of the path.
  const { pathname } = new URL(url, 'http://localhost');
  const name = join(import.meta.dirname, pathname === '/' ? 'index.html' : pathname);
  const body = await readFile(name);
  response.writeHead(200, { 'Content-Type': TYPES[extname(name)] ?? 'application/octet-stream' }).end(body);
}

createServer(({ url }, response) => {
  const isApi = url.startsWith('/api/');
  (isApi ? passOn : serveFile)(url, response).catch(() => response.writeHead(isApi ? 502 : 404).end());
}).listen(Number(PORT), 'localhost', () => console.log(`Site at http://localhost:${PORT}`));
