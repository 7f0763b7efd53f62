import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createStreamClient, type StreamClientOptions, StreamError } from '../../client/src/index.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { ImpatientClock } from './impatient-clock.ts';
import {
  failure,
  hang,
  type StreamServer,
  startStreamServer,
  success,
  unavailable,
  videoData,
} from './stream-server.ts';

const movie = { tmdbId: '550', mediaType: 'movie' } as const;

let server: StreamServer;
beforeEach(async () => {
  server = await startStreamServer();
});
afterEach(() => server.close());

const clientWith = (options: StreamClientOptions) =>
  createStreamClient({ baseUrl: server.url, storage: null, random: () => 0.5, ...options });

/** Moves time forward in steps, so that the network can answer in between. */
async function pass(clock: FakeClock, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 500) await clock.advance(500);
}

describe('waits between attempts', () => {
  test('are 1 s and 2 s, for three attempts', async () => {
    const clock = new ImpatientClock();
    server.answers(unavailable());
    await expect(clientWith({ clock }).getStream(movie)).rejects.toMatchObject({ status: 503 });
    expect(clock.waits).toEqual([1000, 2000]);
    expect(server.calls).toHaveLength(3);
  });

  test('double up to 10 s where more attempts were asked for', async () => {
    const clock = new ImpatientClock();
    server.answers(unavailable());
    const client = clientWith({ clock, attempts: 7, timeout: 120_000, random: () => 0.999 });
    await expect(client.getStream(movie)).rejects.toThrow(StreamError);
    expect(clock.waits.map(Math.round)).toEqual([1200, 2399, 4798, 9597, 10_000, 10_000]);
  });

  test('vary by a fifth, so that clients do not come back together', async () => {
    const clock = new ImpatientClock();
    server.answers(unavailable());
    await expect(clientWith({ clock, random: () => 0 }).getStream(movie)).rejects.toThrow(StreamError);
    expect(clock.waits).toEqual([800, 1600]);
  });

  test('end with the first success', async () => {
    const clock = new ImpatientClock();
    server.answers(unavailable(), success(videoData('second')));
    await expect(clientWith({ clock }).getStream(movie)).resolves.toEqual(videoData('second'));
    expect(clock.waits).toEqual([1000]);
  });
});

describe('Retry-After', () => {
  const retryAfterOf = async (value: string, extra: Record<string, string> = {}) => {
    const clock = new ImpatientClock();
    server.answers(unavailable({ 'Retry-After': value, ...extra }), success());
    const error = await clientWith({ clock })
      .getStream(movie)
      .then(
        () => undefined,
        (reason) => reason,
      );
    return { waits: clock.waits, error };
  };

  test('in seconds is waited for', async () => {
    expect(await retryAfterOf('7')).toEqual({ waits: [7500], error: undefined });
  });

  test('as an HTTP date is waited for', async () => {
    expect(await retryAfterOf('Thu, 01 Jan 2026 00:00:07 GMT')).toEqual({ waits: [7500], error: undefined });
  });

  test.each([
    ['with the day in one digit', 'Thu, 1 Jan 2026 00:00:07 GMT'],
    ['of RFC 850', 'Thursday, 01-Jan-26 00:00:07 GMT'],
    ['of asctime, which is UTC wherever the device is', 'Thu Jan  1 00:00:07 2026'],
  ])('as an HTTP date %s is waited for', async (_, date) => {
    expect(await retryAfterOf(date)).toEqual({ waits: [7500], error: undefined });
    const { waits } = await retryAfterOf('Thu, 01 Jan 2026 00:00:17 GMT', {
      Date: date.replace('00:07', '00:10'),
    });
    expect(waits).toEqual([7500]);
  });

  test('as an HTTP date that is past does not shorten the wait', async () => {
    expect((await retryAfterOf('Wed, 31 Dec 2025 23:59:59 GMT')).waits).toEqual([1000]);
  });

  test.each([
    ['10', 10_500],
    ['010', 10_500],
    ['0000000000000000000007', 7500],
  ])('of %s seconds is waited for, up to 10', async (value, wait) => {
    expect((await retryAfterOf(value)).waits).toEqual([wait]);
  });

  test.each([
    ['11', 11],
    ['999999999', 999_999_999],
    ['9999999999999', 9_999_999_999_999],
    ['99999999999999999999', Number.MAX_SAFE_INTEGER],
    ['9'.repeat(400), Number.MAX_SAFE_INTEGER],
    ['Fri, 01 Jan 2027 00:00:00 GMT', 365 * 86_400],
  ])('of %s seconds is left to the page', async (value, retryAfter) => {
    const { waits, error } = await retryAfterOf(value);
    expect(waits).toEqual([]);
    expect(error).toMatchObject({ status: 503, retryAfter });
  });

  test("as an HTTP date is read by the server's clock, not by that of a device an hour behind", async () => {
    const { waits } = await retryAfterOf('Thu, 01 Jan 2026 01:00:07 GMT', { Date: 'Thu, 01 Jan 2026 01:00:00 GMT' });
    expect(waits).toEqual([7500]);
  });

  test('shorter than the usual wait does not shorten it', async () => {
    expect((await retryAfterOf('0')).waits).toEqual([1000]);
  });

  test.each(['soon', '-5', '2.5', '', '7s', '0x7', '5, 5', 'Thu, 01 Foo 2026 00:00:07 GMT', '2026-01-01T00:00:07Z'])(
    'that is no time (%j) changes nothing',
    async (value) => {
      expect((await retryAfterOf(value)).waits).toEqual([1000]);
    },
  );

  test('of more than 10 s is left to the page: the error has it, and is thrown at once', async () => {
    const { waits, error } = await retryAfterOf('40');
    expect(waits).toEqual([]);
    expect(error).toMatchObject({ status: 503, retryAfter: 40, retryable: true });
    expect(server.calls).toHaveLength(1);
  });

  test('past the deadline is not waited for', async () => {
    const clock = new ImpatientClock(5000);
    server.answers(unavailable({ 'Retry-After': '6' }));
    await expect(clientWith({ clock, timeout: 5000 }).getStream(movie)).rejects.toMatchObject({ retryAfter: 6 });
    expect(clock.waits).toEqual([]);
    expect(server.calls).toHaveLength(1);
  });
});

describe('time', () => {
  test('a request that hangs is aborted after 35 s and sent again', async () => {
    const clock = new FakeClock();
    server.answers(hang, success(videoData('second')));
    const answer = clientWith({ clock }).getStream(movie);
    await server.called(1);
    await pass(clock, 34_500);
    expect(server.calls).toHaveLength(1);
    await pass(clock, 2000);
    await expect(answer).resolves.toEqual(videoData('second'));
  });

  test('one timeout bounds all attempts, and names the last failure as its cause', async () => {
    const clock = new FakeClock();
    server.answers(failure(500, { error: 'Internal server error', message: 'Oops.', retryable: true }), hang);
    const answer = clientWith({ clock, timeout: 20_000 }).getStream(movie);
    const outcome = expect(answer).rejects.toMatchObject({
      name: 'StreamError',
      status: 0,
      error: 'Request timeout',
      retryable: true,
      cause: { status: 500 },
    });
    await server.called(1);
    const twice = server.called(2);
    await pass(clock, 20_000);
    await twice;
    await outcome;
  });

  test.each([Number.POSITIVE_INFINITY, 2 ** 31, 1e15])('a timeout of %d ms does not end at once', async (timeout) => {
    const slow = (request: unknown, response: import('node:http').ServerResponse) =>
      setTimeout(() => success(videoData('slow'))(request as never, response), 30);
    server.answers(slow);
    const client = createStreamClient({ baseUrl: server.url, storage: null, timeout });
    await expect(client.getStream(movie)).resolves.toEqual(videoData('slow'));
  });

  test('a fetch that ignores its signal is not waited for', async () => {
    const clock = new FakeClock();
    const deaf = (() => new Promise(() => undefined)) as typeof fetch;
    const answer = clientWith({ clock, fetch: deaf, timeout: 5000 }).getStream(movie);
    const outcome = expect(answer).rejects.toMatchObject({
      error: 'Request timeout',
      message: 'No answer came within 5 s.',
      retryable: true,
    });
    await pass(clock, 5000);
    await outcome;
  });
});

describe('aborting', () => {
  test('during a request rejects with the reason, not with a StreamError', async () => {
    const caller = new AbortController();
    server.answers(hang);
    const answer = clientWith({}).getStream(movie, { signal: caller.signal });
    await server.called(1);
    caller.abort();
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
    expect(server.calls).toHaveLength(1);
  });

  test('during a wait ends it at once, and no further request is sent', async () => {
    const time = new FakeClock();
    const caller = new AbortController();
    server.answers(unavailable());
    const waiting = Promise.withResolvers<void>();
    const clock = {
      now: () => time.now(),
      sleep: (ms: number, signal?: AbortSignal) => {
        if (ms === 1000) waiting.resolve();
        return time.sleep(ms, signal);
      },
    };
    const answer = clientWith({ clock }).getStream(movie, { signal: caller.signal });
    const outcome = expect(answer).rejects.toBe('the viewer left');
    await waiting.promise;
    caller.abort('the viewer left');
    await outcome;
    await pass(time, 60_000);
    expect(server.calls).toHaveLength(1);
  });

  test('before the request sends none', async () => {
    const answer = clientWith({}).getStream(movie, { signal: AbortSignal.abort('never mind') });
    await expect(answer).rejects.toBe('never mind');
    expect(server.calls).toEqual([]);
  });
});
