import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constants, gzipSync } from 'node:zlib';

const MIB = 1024 * 1024;
const ANSWER = JSON.stringify({ sources: [{ url: 'https://media.example/a-720p.mp4' }] });

/** A quarter of a gigabyte, in a megabyte: RFC 1952 lets a gzip file have many members. */
const bomb = () => Buffer.concat(Array(64).fill(gzipSync(Buffer.alloc(4 * MIB), { level: constants.Z_BEST_SPEED })));

const answer: RequestListener = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end(ANSWER);
};

/** A fault of a provider, and the statuses with which a request may be answered. */
export interface HostileProvider {
  readonly fault: string;
  /** Makes the URL to ask. */
  readonly start: () => Promise<string>;
  /** Statuses that a client may get for a title that is not cached. */
  readonly answers: readonly number[];
  /** Whether its answer is waited for: two titles then need two containers to be answered in time. */
  readonly isSlow?: boolean;
}

const servers: Server[] = [];

async function listen(server: Server): Promise<string> {
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const http = (listener: RequestListener) => async () => `http://${await listen(createServer(listener))}/extract`;

export function stopProviders(): void {
  for (const server of servers.splice(0)) {
    server.close();
    (server as Server & { closeAllConnections?(): void }).closeAllConnections?.();
  }
}

/** An HTTPS server whose certificate nobody has signed but itself. */
async function selfSigned(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'stream-api-tls-'));
  try {
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const form = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
    execFileSync('openssl', [...form, '-keyout', key, '-out', certificate, ...subject], { stdio: 'ignore' });
    const options = { key: readFileSync(key), cert: readFileSync(certificate) };
    return `https://${await listen(createTlsServer(options, answer))}/extract`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const HOSTILE_PROVIDERS: readonly HostileProvider[] = [
  {
    fault: 'answers after 5 s',
    start: http((request, response) => {
      const timer = setTimeout(() => answer(request, response), 5_000);
      response.on('close', () => clearTimeout(timer));
    }),
    answers: [200],
    isSlow: true,
  },
  { fault: 'never answers', start: http(() => undefined), answers: [504], isSlow: true },
  {
    fault: 'stops in the middle of its body',
    start: http((_request, response) => void response.writeHead(200).write(ANSWER.slice(0, 20))),
    answers: [504],
    isSlow: true,
  },
  {
    fault: 'resets in the middle of its body',
    start: http((_request, response) => {
      response.writeHead(200, { 'content-length': ANSWER.length }).write(ANSWER.slice(0, 20), () => response.destroy());
    }),
    answers: [503],
  },
  {
    fault: 'answers HTML',
    start: http((_request, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')),
    answers: [503],
  },
  {
    fault: 'answers another shape',
    start: http(
      (_request, response) => void response.writeHead(200).end('{"sources":{"url":"https://media.example/"}}'),
    ),
    answers: [503],
  },
  {
    fault: 'answers 10 MB',
    start: http(
      (_request, response) => void response.writeHead(200).end(`{"sources":[],"x":"${'y'.repeat(10 * MIB)}"}`),
    ),
    answers: [503],
  },
  {
    fault: 'answers invalid UTF-8',
    start: http(
      (_request, response) => void response.writeHead(200).end(Buffer.from(ANSWER.replace('a-720p', '\xff'), 'latin1')),
    ),
    answers: [503],
  },
  {
    fault: 'answers a gzip bomb',
    start: async () => {
      const body = bomb();
      return http((_request, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(body))();
    },
    answers: [503],
  },
  { fault: 'has a certificate that nobody signed', start: selfSigned, answers: [503] },
  { fault: 'has a name that leads nowhere', start: async () => 'http://provider.invalid/extract', answers: [503] },
];
