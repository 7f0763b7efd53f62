import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createStreamClient, StreamError, type StreamErrorCode } from '../../client/src/index.ts';
import { ERRORS } from '../../contract/errors/error-table.ts';
import { ImpatientClock } from './impatient-clock.ts';
import { failure, type StreamServer, startStreamServer, success, videoData } from './stream-server.ts';

const movie = { tmdbId: '550', mediaType: 'movie' } as const;

const whole = videoData().sources[0]!;
const answer = (sources: unknown, subtitles: unknown = []) =>
  JSON.stringify({ success: true, data: { sources, subtitles } });

let server: StreamServer;
beforeAll(async () => {
  server = await startStreamServer();
});
afterAll(() => server.close());

/** The error of one call, and the number of requests to the server. */
async function failing(baseUrl = server.url): Promise<{ error: StreamError; calls: number }> {
  const before = server.calls.length;
  const client = createStreamClient({ baseUrl, clock: new ImpatientClock(), storage: null });
  const error = await client.getStream(movie).then(
    () => undefined,
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(StreamError);
  return { error, calls: server.calls.length - before };
}

describe('an error of the API', () => {
  test.each(Object.entries(ERRORS))('%s has the fields of the error table', async (_, row) => {
    const { status, error, message, retryable } = row;
    server.answers(failure(status, { error, message, retryable, requestId: 'r-1' }));
    const { error: thrown, calls } = await failing();
    expect(thrown).toMatchObject({ name: 'StreamError', status, error, message, retryable, requestId: 'r-1' });
    expect(calls).toBe(retryable ? 3 : 1);
  });

  test('a 400 names the invalid parameters, and why', async () => {
    const details = [{ field: 'season', message: 'must be a season number' }];
    server.answers(failure(400, { error: 'Validation error', message: 'No.', retryable: false, details }));
    const { error } = await failing();
    expect(error.details).toEqual(details);
  });

  test('the body decides about retrying, not the status', async () => {
    server.answers(failure(503, { error: 'Service unavailable', message: 'Gone for good.', retryable: false }));
    const { error, calls } = await failing();
    expect(error.retryable).toBe(false);
    expect(calls).toBe(1);
  });
});

describe('the code of an error', () => {
  test.each(Object.values(ERRORS).map(({ error, status }) => [error, status] as const))(
    'is the word of the error table: %s',
    async (error, status) => {
      server.answers(failure(status, { error, message: 'No.', retryable: false }));
      expect((await failing()).error.code).toBe(error satisfies StreamErrorCode);
    },
  );

  test.each([
    [502, '<html>Bad gateway</html>', 'HTTP 502', 'HTTP 502'],
    [404, '', 'HTTP 404', 'HTTP 404'],
    [402, { error: 'Payment required', message: 'No.', retryable: false }, 'HTTP 402', 'Payment required'],
  ])('of a %i with another word, or with none, names the status', async (status, body, code, word) => {
    server.answers(failure(status, body));
    expect((await failing()).error).toMatchObject({ code, error: word });
  });

  test('of an invalid answer is its own', async () => {
    server.answers(failure(200, '<html>'));
    expect((await failing()).error.code).toBe('Invalid answer');
  });
});

describe('an error in a log', () => {
  test('has its message and all its fields', async () => {
    const details = [{ field: 'season', message: 'is required' }];
    const body = { error: 'Validation error', message: 'Not valid.', retryable: false, requestId: 'r-1', details };
    server.answers(failure(400, body));
    const { error } = await failing();
    expect(JSON.parse(JSON.stringify({ error }))).toEqual({
      error: { name: 'StreamError', status: 400, code: 'Validation error', ...body },
    });
  });

  test('has the name and the message of its cause, and no stack', async () => {
    const closed = await startStreamServer();
    await closed.close();
    const { error } = await failing(closed.url);
    const outer = new StreamError({
      status: 0,
      error: 'Request timeout',
      message: 'Late.',
      retryable: true,
      cause: error,
    });
    expect(JSON.parse(JSON.stringify(outer))).toMatchObject({
      message: 'Late.',
      cause: { code: 'Network error', message: error.message, cause: { name: 'TypeError', message: 'fetch failed' } },
    });
    expect(JSON.stringify(outer)).not.toMatch(/stack|\.ts:/);
  });

  test('leaves out a cause that is no error', () => {
    const cause: Record<string, unknown> = {};
    cause.itself = cause;
    const error = new StreamError({ status: 0, error: 'Network error', message: 'No.', retryable: true, cause });
    expect(JSON.parse(JSON.stringify(error))).not.toHaveProperty('cause');
  });
});

describe('a response of an intermediary', () => {
  test.each([
    [500, '<html>Error</html>', true],
    [502, '<html>Bad gateway</html>', true],
    [503, '', true],
    [504, 'null', true],
    [408, '"text"', true],
    [429, '[]', true],
    [400, '', false],
    [401, 'Unauthorized', false],
    [410, '', false],
    [409, '', false],
    [428, '', false],
    [430, '', false],
    [499, '', false],
    [404, '<html>Not found</html>', false],
  ])('status %i with the body %j is classified by its status', async (status, body, retryable) => {
    server.answers(failure(status, body, { 'x-amzn-RequestId': 'gateway-1' }));
    const { error } = await failing();
    expect(error).toMatchObject({ status, error: `HTTP ${status}`, retryable, requestId: 'gateway-1', details: [] });
  });

  test('with status 404 asks about baseUrl, since a site answers so for paths that it does not have', async () => {
    server.answers(failure(404, '<!doctype html><title>Not found</title>'));
    expect((await failing()).error.message).toBe('The stream API answered with status 404. Is baseUrl right?');
    server.answers(failure(503, ''));
    expect((await failing()).error.message).toBe('The stream API answered with status 503.');
  });

  test.each([
    ['a page', '<!doctype html><title>My site</title>'],
    ['JSON of another form', '{"ok":true}'],
    ['a success without sources', '{"success":true,"data":{"subtitles":[]}}'],
    ['null', 'null'],
    ['a success without data', '{"success":true}'],
    ['a success that is none', JSON.stringify({ success: 'true', data: videoData() })],
    ['no source', answer([])],
    ['a source that is null', answer([null])],
    ['a source that is text', answer(['https://media.example/a.m3u8'])],
    ['a source without anything', answer([{}])],
    ['a good source and one that is none', answer([whole, 0])],
    ['a list as a source', answer([[whole]])],
    ['sources that are no list', answer({ 0: whole, length: 1 })],
    ['a source without a link', answer([{ ...whole, url: undefined }])],
    ['a link that is a number', answer([{ ...whole, url: 5 }])],
    ['a link in a list', answer([{ ...whole, url: [whole.url] }])],
    ['a link that is relative', answer([{ ...whole, url: '/a.m3u8' }])],
    ['a link without a host', answer([{ ...whole, url: 'https:///a.m3u8' }])],
    ['a link that runs a script', answer([{ ...whole, url: 'javascript:alert(1)//https://x' }])],
    ['a link in two lines', answer([{ ...whole, url: 'https://media.example/a\nb' }])],
    ['a source without a quality', answer([{ ...whole, quality: null }])],
    ['a source without a type', answer([{ ...whole, type: undefined }])],
    ['an expiry that is a number', answer([{ ...whole, expiresAt: 1767225600 }])],
    ['no subtitles', JSON.stringify({ success: true, data: { sources: [whole] } })],
    ['a subtitle that is null', answer([whole], [null])],
    ['a subtitle without a link', answer([whole], [{ label: 'English', language: 'en' }])],
    ['a subtitle without a label', answer([whole], [{ language: 'en', url: whole.url }])],
    ['a subtitle without a language', answer([whole], [{ label: 'English', url: whole.url }])],
  ])('%s with status 200 is an invalid answer, which is not retried', async (_, body) => {
    server.answers(failure(200, body));
    const { error, calls } = await failing();
    expect(error).toMatchObject({ status: 200, error: 'Invalid answer', retryable: false });
    expect(calls).toBe(1);
  });
});

test('an answer with unknown fields is valid', async () => {
  const data = {
    sources: [{ ...whole, url: 'HTTPS://media.example?a', quality: '4320p', type: 'cmaf', drm: { system: 'none' } }],
    subtitles: [{ label: '', language: 'und', url: whole.url, style: 1 }],
    chapters: [],
  };
  server.answers(failure(200, { success: true, data, trace: 1 }));
  const client = createStreamClient({ baseUrl: server.url, storage: null });
  await expect(client.getStream(movie)).resolves.toEqual(data);
});

describe('the network', () => {
  test('a refused connection is a network error with its cause', async () => {
    const closed = await startStreamServer();
    await closed.close();
    const { error } = await failing(closed.url);
    expect(error).toMatchObject({ status: 0, error: 'Network error', retryable: true });
    expect(error.cause).toMatchObject({ name: 'TypeError', message: 'fetch failed' });
  });

  test('of Node names the address and why it does not answer', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const client = createStreamClient({ baseUrl: `http://127.0.0.1:${port}/prod`, attempts: 1, storage: null });
    await expect(client.getStream(movie)).rejects.toThrow(
      `The stream API could not be reached at http://127.0.0.1:${port} (ECONNREFUSED).`,
    );
  });

  describe('of a browser, which hides why there is no answer', () => {
    const messageOn = async (page: string | undefined, baseUrl: string): Promise<string> => {
      const own = Object.getOwnPropertyDescriptor(globalThis, 'location');
      const location = page && { href: `${page}/watch/550`, origin: page };
      Object.defineProperty(globalThis, 'location', { value: location, configurable: true });
      try {
        const refused: typeof fetch = () => Promise.reject(new TypeError('Failed to fetch'));
        const client = createStreamClient({ baseUrl, attempts: 1, storage: null, fetch: refused });
        return await client.getStream(movie).then(String, ({ message }) => message);
      } finally {
        if (own) Object.defineProperty(globalThis, 'location', own);
        else Reflect.deleteProperty(globalThis, 'location');
      }
    };
    const PLAIN = 'The stream API could not be reached.';

    test('CORS is named as a possible cause for an API of another origin, with the option of the local stack', async () => {
      const message = await messageOn('http://localhost:5173', 'http://localhost:3000/prod');
      expect(message).toMatch(PLAIN);
      expect(message).toMatch('http://localhost:3000 does not allow pages of http://localhost:5173 (CORS)');
      expect(message).toMatch('--cors-origin http://localhost:5173');
    });

    test.each([
      ['on its own origin', 'http://localhost:3000', 'http://localhost:3000'],
      ['by a path', 'http://localhost:3000', '/streams'],
      ['on a server', undefined, 'http://localhost:3000'],
    ])('but not for an API %s', async (_, page, baseUrl) => {
      expect(await messageOn(page, baseUrl)).toBe(PLAIN);
    });
  });

  test('an answer that is cut off is requested again', async () => {
    const cut = (_: unknown, response: import('node:http').ServerResponse) => {
      response.writeHead(200, { 'Content-Length': '1000' });
      response.write('{"success":true,', () => response.destroy());
    };
    server.answers(cut, success(videoData('whole')));
    const client = createStreamClient({ baseUrl: server.url, clock: new ImpatientClock(), storage: null });
    await expect(client.getStream(movie)).resolves.toEqual(videoData('whole'));
  });

  test.each([
    ['of a framework', Object.assign(new Error('Dynamic server usage'), { digest: 'DYNAMIC_SERVER_USAGE' })],
    ['an abort that the client knows nothing of', new DOMException('The page is left.', 'AbortError')],
  ])('another error (%s) is passed on unchanged, at once', async (_, own) => {
    let calls = 0;
    const throwing: typeof fetch = () => {
      calls += 1;
      return Promise.reject(own);
    };
    const client = createStreamClient({
      baseUrl: server.url,
      clock: new ImpatientClock(),
      storage: null,
      fetch: throwing,
    });
    await expect(client.getStream(movie)).rejects.toBe(own);
    expect(calls).toBe(1);
  });

  test.each(['', '/streams', 'streams'])(
    'on a server cannot be reached with the baseUrl %j, which the error names',
    async (baseUrl) => {
      const clock = new ImpatientClock();
      const error = await createStreamClient({ baseUrl, clock, storage: null })
        .getStream(movie)
        .catch((reason) => reason);
      expect(error).toBeInstanceOf(StreamError);
      expect(error).toMatchObject({ status: 0, error: 'Invalid URL', retryable: false });
      expect(error.message).toContain('baseUrl');
      expect(clock.waits).toEqual([]);
    },
  );

  test('is recognised also where a runtime words the error of fetch in another way', async () => {
    const client = createStreamClient({
      clock: new ImpatientClock(),
      storage: null,
      fetch: () => Promise.reject(new TypeError('Invalid URL')),
    });
    await expect(client.getStream(movie)).rejects.toMatchObject({ error: 'Invalid URL', retryable: false });
  });

  test('may be resolved by the fetch of a framework', async () => {
    server.answers(success(videoData('own')));
    const client = createStreamClient({ storage: null, fetch: (path, init) => fetch(`${server.url}${path}`, init) });
    await expect(client.getStream(movie)).resolves.toEqual(videoData('own'));
  });
});
