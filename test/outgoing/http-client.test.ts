import { type AddressInfo, createServer, type Server } from 'node:net';
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import {
  createHttpClient,
  type GetOptions,
  type HttpClient,
  type HttpClientOptions,
} from '../../lambda/outgoing/http-client.ts';
import { type Handler, type Origin, startOrigin } from '../support/media-origin.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function origin(handler: Handler, host?: string): Promise<Origin> {
  const started = await startOrigin(handler, host);
  closing.push(started.close);
  return started;
}

function clientFor(options: HttpClientOptions = {}): HttpClient {
  const client = createHttpClient(options);
  closing.push(client.close);
  return client;
}

const within = (ms: number, options: Omit<GetOptions, 'signal'> = {}): GetOptions => ({
  signal: AbortSignal.timeout(ms),
  ...options,
});
const own = within.bind(null, 5_000);
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no failure',
    (error) => error.reason ?? error.name,
  );

describe('connections', () => {
  test('1,000 calls one after the other use one connection', async () => {
    const server = await origin((_, response) => response.end('ok'));
    const client = clientFor({ trustedOrigins: [server.url] });
    const { signal } = new AbortController();
    for (let call = 0; call < 1000; call += 1) await client.get(server.url, { signal });
    expect(server.requests).toHaveLength(1000);
    expect(server.connections()).toBe(1);
  });

  test('responses whose body is not wanted keep their connection too', async () => {
    const server = await origin((_, response) => {
      response.statusCode = 500;
      response.end('x'.repeat(10_000));
    });
    const client = clientFor({ trustedOrigins: [server.url] });
    for (let call = 0; call < 5; call += 1) expect((await client.get(server.url, own())).status).toBe(500);
    expect(server.connections()).toBe(1);
  });

  test('a kept connection that is reset under the request is replaced at once', async () => {
    let calls = 0;
    const server = await origin((request, response) => {
      calls += 1;
      if (calls === 2) request.socket.resetAndDestroy();
      else response.end(`call ${calls}`);
    });
    const client = clientFor({ trustedOrigins: [server.url] });
    await client.get(server.url, own());
    expect((await client.get(server.url, own())).body.toString()).toBe('call 3');
    expect(server.connections()).toBe(2);
  });

  test('when several kept connections are closed, the retry uses none of them', async () => {
    const old = new Set<unknown>();
    let frozen = false;
    const server = await origin((request, response) => {
      if (frozen && old.has(request.socket)) return request.socket.resetAndDestroy();
      old.add(request.socket);
      setTimeout(() => response.end('ok'), 20);
    });
    const client = clientFor({ trustedOrigins: [server.url] });
    await Promise.all([1, 2, 3].map(() => client.get(server.url, own())));
    expect(server.connections()).toBe(3);
    frozen = true;
    expect((await client.get(server.url, own())).body.toString()).toBe('ok');
    expect(server.connections()).toBe(4);
  });

  test('a reset on a new connection is a failure', async () => {
    const server = await origin((request) => request.socket.resetAndDestroy());
    const client = clientFor({ trustedOrigins: [server.url] });
    expect(await failureOf(client.get(server.url, own()))).toBe('network');
    expect(server.requests).toHaveLength(1);
  });

  test('a server that resets every kept connection is retried once', async () => {
    let calls = 0;
    const server = await origin((request, response) => {
      calls += 1;
      if (calls > 1) request.socket.resetAndDestroy();
      else response.end();
    });
    const client = clientFor({ trustedOrigins: [server.url] });
    await client.get(server.url, own());
    expect(await failureOf(client.get(server.url, own()))).toBe('network');
    expect(calls).toBe(3);
  });
});

describe('a request ends whatever the socket does', () => {
  /** A server of raw bytes. */
  async function rawServer(answer: string): Promise<string> {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => (answer === '' ? socket.end() : socket.write(answer)));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    servers.push(server);
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  test.each([
    ['an upgrade', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'],
    ['an upgrade without a protocol', 'HTTP/1.1 101 Switching Protocols\r\n\r\n'],
    ['no byte', ''],
    ['no HTTP', 'SSH-2.0-OpenSSH_9.9\r\n'],
  ])('%s that was not requested is a network failure at once', async (_, answer) => {
    const url = await rawServer(answer);
    const client = clientFor({ trustedOrigins: [new URL(url).origin] });
    expect(await failureOf(client.get(url, own()))).toBe('network');
  });

  test('early hints and other interim responses are ignored', async () => {
    const url = await rawServer(
      'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n' +
        'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
    );
    const client = clientFor({ trustedOrigins: [new URL(url).origin] });
    expect((await client.get(url, own())).body.toString()).toBe('ok');
  });

  test('one that waits for a connection ends with its signal', async () => {
    const server = await origin(() => undefined);
    const client = clientFor({ trustedOrigins: [server.url] });
    const hanging = Array.from({ length: 32 }, () => client.get(server.url, own()).catch(() => undefined));
    await until(() => server.requests.length === 32);
    const caller = new AbortController();
    const queued = client.get(server.url, { signal: caller.signal });
    caller.abort(new Error('out of time'));
    await expect(queued).rejects.toThrow('out of time');
    client.close();
    await Promise.all(hanging);
  });
});

describe('bodies', () => {
  const text = 'the body '.repeat(1000);
  test.each([
    ['gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['deflate', deflateRawSync(text, { level: 0 })],
    ['deflate', deflateRawSync(text, { strategy: constants.Z_FIXED })],
    ['br', brotliCompressSync(text)],
    ['identity', Buffer.from(text)],
  ])('%s is decoded', async (encoding, encoded) => {
    const server = await origin((_, response) => {
      response.setHeader('content-encoding', encoding);
      response.end(encoded);
    });
    const client = clientFor({ trustedOrigins: [server.url] });
    expect((await client.get(server.url, own())).body.toString()).toBe(text);
  });

  test.each(['gzip', 'deflate', 'br', 'compress', 'gzip, br'])(
    'a body that is no %s is a content failure',
    async (encoding) => {
      const server = await origin((_, response) => {
        response.setHeader('content-encoding', encoding);
        response.end('certainly not compressed at all');
      });
      const client = clientFor({ trustedOrigins: [server.url] });
      expect(await failureOf(client.get(server.url, own()))).toBe('content');
    },
  );

  test.each([
    ['gzip', gzipSync(text)],
    ['br', brotliCompressSync(text)],
  ])('a %s body that stops half way is a content failure', async (encoding, encoded) => {
    const server = await origin((_, response) => {
      response.setHeader('content-encoding', encoding);
      response.end(encoded.subarray(0, encoded.length / 2));
    });
    const client = clientFor({ trustedOrigins: [server.url] });
    expect(await failureOf(client.get(server.url, own()))).toBe('content');
  });

  test('a body of exactly the bound passes, one byte more does not', async () => {
    const server = await origin((request, response) => response.end(Buffer.alloc(Number(request.url?.slice(1)))));
    const client = clientFor({ trustedOrigins: [server.url] });
    expect((await client.get(`${server.url}/1000`, own({ maxBytes: 1000 }))).body).toHaveLength(1000);
    expect(await failureOf(client.get(`${server.url}/1001`, own({ maxBytes: 1000 })))).toBe('size');
  });

  test('a gzip bomb stops at the bound, before it is decompressed', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
    const server = await origin((_, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end(bomb);
    });
    const client = clientFor({ trustedOrigins: [server.url] });
    const before = process.memoryUsage().arrayBuffers;
    expect(await failureOf(client.get(server.url, own()))).toBe('size');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50 * 1024 * 1024);
  });

  test('an endless body stops at the bound, and its connection is closed', async () => {
    const server = await origin((_, response) => {
      const chunk = Buffer.alloc(64 * 1024);
      const more = () => {
        while (!response.destroyed && response.write(chunk));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    const client = clientFor({ trustedOrigins: [server.url] });
    expect(await failureOf(client.get(server.url, own()))).toBe('size');
    await until(() => server.sockets.size === 0);
  });

  test('an endless run of empty compressed blocks stops at the bound', async () => {
    const server = await origin((_, response) => {
      response.setHeader('content-encoding', 'deflate');
      response.write(Buffer.from([0x78, 0x9c]));
      const empty = Buffer.from([0, 0, 0, 0xff, 0xff]);
      const blocks = Buffer.concat(Array<Buffer>(10_000).fill(empty));
      const more = () => {
        while (!response.destroyed && response.write(blocks));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    const client = clientFor({ trustedOrigins: [server.url] });
    expect(await failureOf(client.get(server.url, own({ maxBytes: 100_000 })))).toBe('size');
  });

  test('a reset in the middle of a compressed body is a network failure', async () => {
    const server = await origin((request, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.write(gzipSync(text).subarray(0, 20));
      setImmediate(() => request.socket.resetAndDestroy());
    });
    const client = clientFor({ trustedOrigins: [server.url] });
    expect(await failureOf(client.get(server.url, own()))).toBe('network');
  });

  test('a reset in the middle of a body is a network failure and is not retried', async () => {
    const server = await origin((request, response) => {
      if (request.url === '/warm') return response.end();
      response.setHeader('content-length', 1000);
      response.write('half');
      setImmediate(() => request.socket.resetAndDestroy());
    });
    const client = clientFor({ trustedOrigins: [server.url] });
    await client.get(`${server.url}/warm`, own());
    expect(await failureOf(client.get(server.url, own()))).toBe('network');
    expect(server.requests).toEqual(['/warm', '/']);
  });

  test('an unwanted body is not waited for', async () => {
    const server = await origin((request, response) => {
      response.statusCode = request.url === '/404' ? 404 : 200;
      response.write('x'.repeat(1000));
    });
    const client = clientFor({ trustedOrigins: [server.url] });
    expect((await client.get(`${server.url}/404`, own())).status).toBe(404);
    expect((await client.get(`${server.url}/200`, own({ wantsBody: () => false }))).body).toHaveLength(0);
    await until(() => server.sockets.size === 0);
  });
});

describe('the signal', () => {
  test.each(['/head', '/body', '/compressed'])(
    'ends a request that hangs in its %s, and closes the connection',
    async (path) => {
      const server = await origin((request, response) => {
        if (request.url === '/compressed') response.setHeader('content-encoding', 'gzip');
        if (request.url !== '/head') response.write(gzipSync('half').subarray(0, 12));
      });
      const client = clientFor({ trustedOrigins: [server.url] });
      const abort = new AbortController();
      const answer = client.get(server.url + path, { signal: abort.signal });
      await until(() => server.requests.length === 1);
      const reason = new Error('no longer needed');
      abort.abort(reason);
      await expect(answer).rejects.toBe(reason);
      await until(() => server.sockets.size === 0);
    },
  );

  test('ends a request whose name is still being looked up', async () => {
    const client = clientFor({ resolve: () => new Promise(() => {}) });
    await expect(client.get('http://slow.test/', within(20))).rejects.toHaveProperty('name', 'TimeoutError');
  });

  test('an aborted signal sends nothing', async () => {
    const server = await origin((_, response) => response.end());
    const client = clientFor({ trustedOrigins: [server.url] });
    await expect(client.get(server.url, { signal: AbortSignal.abort(new Error('late')) })).rejects.toThrow('late');
    expect(server.requests).toEqual([]);
  });
});

describe('redirects', () => {
  const hop: Handler = (request, response) => {
    const left = Number(request.url?.slice(1));
    if (left === 0) return response.end('there');
    response.statusCode = 302;
    response.setHeader('location', `../${left - 1}`);
    response.end();
  };

  test('three are followed, relative ones too, and the response has the final URL', async () => {
    const server = await origin(hop);
    const client = clientFor({ trustedOrigins: [server.url] });
    const response = await client.get(`${server.url}/3`, own());
    expect([response.body.toString(), response.finalUrl]).toEqual(['there', `${server.url}/0`]);
  });

  test('four are too many', async () => {
    const server = await origin(hop);
    const client = clientFor({ trustedOrigins: [server.url] });
    expect(await failureOf(client.get(`${server.url}/4`, own()))).toBe('redirects');
    expect(server.requests).toHaveLength(4);
  });

  test.each([
    ['http://127.0.0.1:1/', 'address'],
    ['http://0x7f000001:1/', 'address'],
    ['//[::1]:1/', 'address'],
    ['http://localhost:1/', 'address'],
    ['http://169.254.169.254/latest/meta-data/', 'address'],
    ['http://[::ffff:169.254.169.254]/', 'address'],
    ['file:///etc/passwd', 'url'],
    ['http://user:secret@93.184.215.14/', 'url'],
    ['http://[', 'url'],
  ])('one to %s is refused', async (location, reason) => {
    const server = await origin((_, response) => {
      response.statusCode = 307;
      response.setHeader('location', location);
      response.end();
    });
    const client = clientFor({ trustedOrigins: [server.url] });
    expect(await failureOf(client.get(server.url, own()))).toBe(reason);
  });

  test('a chain to loopback is refused at the redirect that leaves the trusted origins', async () => {
    const target = await origin((_, response) => response.end('secret'));
    const second = await origin((_, response) => response.writeHead(301, { location: target.url }).end());
    const first = await origin((_, response) => response.writeHead(308, { location: second.url }).end());
    const client = clientFor({ trustedOrigins: [first.url, second.url] });
    expect(await failureOf(client.get(first.url, own()))).toBe('address');
    expect(target.requests).toEqual([]);
    expect(target.connections()).toBe(0);
  });

  test('the bearer token is sent to its origin only, also after a redirect back', async () => {
    const home: Origin = await origin((request, response) => {
      if (request.url === '/') response.writeHead(302, { location: '/same' }).end();
      else if (request.url === '/same') response.writeHead(302, { location: away.url }).end();
      else response.end();
    });
    const away: Origin = await origin((_, response) => response.writeHead(302, { location: `${home.url}/back` }).end());
    const client = clientFor({ trustedOrigins: [home.url, away.url] });
    await client.get(home.url, own({ headers: { Authorization: 'Bearer t' } }));
    expect(home.headers.map(({ authorization }) => authorization)).toEqual(['Bearer t', 'Bearer t', undefined]);
    expect(away.headers.map(({ authorization }) => authorization)).toEqual([undefined]);
  });
});

describe('private origins', () => {
  test('a trusted origin is reached; another port of the same host is not', async () => {
    const trusted = await origin((_, response) => response.end('ok'));
    const other = await origin((_, response) => response.end('ok'));
    const client = clientFor({ trustedOrigins: [`${trusted.url}/`] });
    expect((await client.get(trusted.url, own())).status).toBe(200);
    expect(await failureOf(client.get(other.url, own()))).toBe('address');
    expect(other.connections()).toBe(0);
  });

  test("a provider's own URL may be private, which trusts nothing else", async () => {
    const other = await origin((_, response) => response.end('ok'));
    const own_ = await origin((request, response) => {
      if (request.url === '/away') response.writeHead(302, { location: other.url });
      response.end('ok');
    });
    const client = clientFor();
    expect((await client.get(own_.url, own({ allowPrivate: true }))).status).toBe(200);
    expect(await failureOf(client.get(`${own_.url}/away`, own({ allowPrivate: true })))).toBe('address');
    expect(await failureOf(client.get(own_.url, own()))).toBe('address');
    expect(other.connections()).toBe(0);
  });

  test("a kept connection to a provider's private name is not reused for a link that the provider lists", async () => {
    const server = await origin((_, response) => response.end('ok'));
    const client = clientFor({ resolve: async () => [{ address: '127.0.0.1', family: 4 }] });
    const url = `http://provider.internal:${server.port}/`;
    expect((await client.get(url, own({ allowPrivate: true }))).status).toBe(200);
    expect(await failureOf(client.get(url, own()))).toBe('address');
    expect(server.requests).toHaveLength(1);
  });

  test("Lambda's runtime endpoint is refused, however it is written and whatever is trusted", async () => {
    const runtime = await origin((_, response) => response.end('next invocation'));
    const urls = ['127.0.0.1', '0x7f.1', 'localhost', '[::ffff:127.0.0.1]'].map(
      (host) => `http://${host}:${runtime.port}`,
    );
    const client = clientFor({ trustedOrigins: urls, runtimeEndpoint: `127.0.0.1:${runtime.port}` });
    for (const url of urls) expect(await failureOf(client.get(url, own({ allowPrivate: true })))).toBe('address');
    expect(runtime.connections()).toBe(0);
  });
});

describe('names', () => {
  test('a name is resolved once per connection, so that no second answer can follow the check', async () => {
    const server = await origin((_, response) => response.end('ok'));
    let lookups = 0;
    const resolve = async () => {
      lookups += 1;
      return [{ address: '127.0.0.1', family: 4 }];
    };
    const url = `http://rebind.test:${server.port}/`;
    const client = clientFor({ resolve, trustedOrigins: [url] });
    await client.get(url, own());
    expect(lookups).toBe(1);
    expect(await failureOf(clientFor({ resolve }).get(url, own()))).toBe('address');
    expect(lookups).toBe(2);
    expect(server.connections()).toBe(1);
  });

  test('a name that moves to a metadata address between two connections is refused there', async () => {
    const server = await origin((_, response) => response.writeHead(200, { connection: 'close' }).end('ok'));
    const answers = ['127.0.0.1', '169.254.169.254'];
    const resolve = async () => [{ address: answers.shift()!, family: 4 }];
    const url = `http://rebind.test:${server.port}/`;
    const client = clientFor({ resolve, trustedOrigins: [url] });
    expect((await client.get(url, own())).status).toBe(200);
    expect(await failureOf(client.get(url, own()))).toBe('address');
  });

  test('one private address among public ones refuses the name', async () => {
    const resolve = async () => [
      { address: '93.184.215.14', family: 4 },
      { address: '10.0.0.1', family: 4 },
    ];
    expect(await failureOf(clientFor({ resolve }).get('http://mixed.test/', own()))).toBe('address');
  });

  test('a name that cannot be resolved, or has no address, is a network failure', async () => {
    const failing = clientFor({
      resolve: () => Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })),
    });
    const error = await failing.get('http://nowhere.test/x?token=secret', own()).catch((reason) => reason);
    expect([error.reason, error.message]).toEqual(['network', 'ENOTFOUND']);
    expect(await failureOf(clientFor({ resolve: async () => [] }).get('http://empty.test/', own()))).toBe('network');
  });

  test('a server that speaks no TLS is a network failure', async () => {
    const server = await origin((_, response) => response.end());
    const url = server.url.replace('http:', 'https:');
    expect(await failureOf(clientFor({ trustedOrigins: [url] }).get(url, own()))).toBe('network');
  });
});

/** Waits for something that happens on the other side of a socket. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}
