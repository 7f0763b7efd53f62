import { describe, expect, test } from '@jest/globals';
import type { RequestRecord } from '../../../contract/local/requests.ts';
import type { GatewayExchange } from '../../../local/gateway/exchange.ts';
import { RequestLog } from '../../../local/requests/request-log.ts';

const exchange = (requestId: string, changes: Partial<GatewayExchange> = {}): GatewayExchange => ({
  requestId,
  method: 'GET',
  path: '/api/stream/extract',
  query: 'tmdbId=550&mediaType=movie',
  status: 200,
  body: Buffer.from('{"success":true,"data":{},"metadata":{"sourceCount":5,"bestQuality":"1080p"}}'),
  arrivedAt: Date.UTC(2026, 0, 2, 3, 4, 5),
  ms: 12,
  invoked: true,
  ...changes,
});

const line = (requestId: string, fields: Record<string, unknown> = {}) => ({
  level: 'INFO',
  message: 'request',
  requestId,
  cache: { tier: 'provider', outcome: 'extracted' },
  extractions: [{ provider: 'catalogue', durationMs: 3, outcome: 'found' }],
  ...fields,
});

test('a record has what the gateway saw and what the function logged, whichever came first', () => {
  const seen: RequestRecord[] = [];
  const log = new RequestLog({ onRecord: (record) => seen.push(record) });
  log.addExchange(exchange('a'));
  expect(seen).toEqual([]);
  log.addLine(line('a'));
  log.addLine(line('b', { cache: { tier: 'memory', outcome: 'fresh' }, extractions: undefined }));
  log.addExchange(exchange('b', { query: 'tmdbId=1396&mediaType=tv&season=1&episode=2' }));
  expect(seen).toEqual(log.after(0).requests);
  expect(seen[0]).toEqual({
    seq: 1,
    id: 'a',
    time: '2026-01-02T03:04:05.000Z',
    method: 'GET',
    path: '/api/stream/extract',
    title: { mediaType: 'movie', tmdbId: '550' },
    status: 200,
    tier: 'provider',
    outcome: 'extracted',
    provider: 'catalogue',
    sources: 5,
    bestQuality: '1080p',
    ms: 12,
    why: null,
    log: line('a'),
    answer: exchange('a').body.toString(),
  });
  expect(seen[1]).toMatchObject({
    seq: 2,
    title: { mediaType: 'tv', tmdbId: '1396', season: 1, episode: 2 },
    tier: 'memory',
    provider: null,
  });
});

test('a request that never reached a function is complete at once, one whose function logged nothing at the end', () => {
  const log = new RequestLog();
  const refused = Buffer.from('{"error":"Forbidden","message":"A valid API key is required."}');
  log.addExchange(exchange('a', { invoked: false, status: 403, body: refused }));
  log.addExchange(exchange('b', { status: 503, body: Buffer.from('{"message":"Not now."}') }));
  expect(log.after(0).requests).toMatchObject([
    { id: 'a', tier: null, log: null, why: 'A valid API key is required.' },
  ]);
  log.flush();
  expect(log.after(1).requests).toMatchObject([{ id: 'b', seq: 2, log: null, why: 'Not now.' }]);
});

test('the last 500 are kept, and asked for by the number of the one before', () => {
  const log = new RequestLog();
  for (let each = 1; each <= 600; each += 1) log.addExchange(exchange(`${each}`, { invoked: false }));
  const seqs = (after: number) => log.after(after).requests.map(({ seq }) => seq);
  expect([seqs(0).length, seqs(0)[0], seqs(598), seqs(600)]).toEqual([500, 101, [599, 600], []]);
  expect([log.find(100), log.find(101)?.id]).toEqual([undefined, '101']);
  expect(['100', '101'].map((id) => log.withId(id).requests.map(({ seq }) => seq))).toEqual([[], [101]]);
  // A page that has seen more is of an earlier run.
  expect(seqs(5_000)).toHaveLength(500);
});

test('other lines of a function are not taken for its requests', () => {
  const log = new RequestLog();
  log.addLine({ message: 'refresh', requestId: 'a' });
  log.addLine({ message: 'request' });
  log.addExchange(exchange('a'));
  expect(log.after(0).requests).toEqual([]);
  log.flush();
  expect(log.after(0).requests).toMatchObject([{ log: null }]);
});

describe('a record leaves out', () => {
  const only = (changes: Partial<GatewayExchange>): RequestRecord => {
    const log = new RequestLog();
    log.addExchange(exchange('a', { invoked: false, ...changes }));
    return log.after(0).requests[0]!;
  };

  test('the query, and an API key in the path', () => {
    const record = only({ path: '/api/the-key-of-the-operator', query: 'tmdbId=1&mediaType=movie&token=secret' });
    expect(record).toMatchObject({ path: '/api/…', title: { tmdbId: '1' } });
    expect(JSON.stringify(record)).not.toMatch(/secret|operator/);
  });

  test('the stacks of errors and the definition of metrics', () => {
    const log = new RequestLog();
    log.addLine(
      line('a', { _aws: {}, cause: { name: 'Error', message: 'no', stack: 'at x', causes: [{ stack: 'y' }] } }),
    );
    log.addExchange(exchange('a', { status: 500 }));
    expect(log.after(0).requests[0]).toMatchObject({
      why: 'Error: no',
      log: line('a', { cause: { name: 'Error', message: 'no', causes: [{}] } }),
    });
    expect(JSON.stringify(log.after(0))).not.toMatch(/stack|_aws/);
  });

  test('what is not a valid title', () => {
    expect(only({ query: 'tmdbId=0550&mediaType=movie' }).title).toBeNull();
    expect(only({ query: 'tmdbId=550&mediaType=tv' }).title).toBeNull();
  });

  test('the end of a long body, and the body that a HEAD does not get', () => {
    expect(only({ body: Buffer.alloc(100_000, 'x') }).answer).toHaveLength(65_536);
    expect(only({ method: 'HEAD' })).toMatchObject({ answer: null, sources: 5 });
    expect(only({ status: 304, body: Buffer.alloc(0) }).answer).toBeNull();
  });
});

test('a request that stopped waiting for another says so, and not that the title failed', () => {
  const log = new RequestLog({});
  log.addExchange(exchange('a', { status: 504, body: Buffer.from('{}') }));
  log.addLine(line('a', { extractions: [{ provider: 'slow', durationMs: 25_000, outcome: 'unavailable' }] }));
  log.addExchange(exchange('b', { status: 503, body: Buffer.from('{}') }));
  const cache = { tier: 'provider', outcome: 'failed', waitedMs: 10_000 };
  log.addLine(line('b', { cache, extractions: undefined }));
  expect(log.after(1).requests).toMatchObject([{ why: 'still being extracted for an earlier request' }]);
});
