import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { APIGatewayProxyResult } from 'aws-lambda';
import fc from 'fast-check';
import { successAnswer } from '../../contract/answer.ts';
import { errorAnswer } from '../../contract/errors/error-answer.ts';
import { ERRORS } from '../../contract/errors/error-table.ts';
import { type Clock, systemClock } from '../../lambda/clock.ts';
import { InvalidAnswerError, NotFoundError, UnavailableError } from '../../lambda/providers/provider.ts';
import { type InProcessFunction, inProcessFunction } from '../support/in-process-function.ts';
import { type GeneratedAnswer, providerAnswers } from './generated-providers.ts';
import { requests } from './generated-requests.ts';

/*
 * FUZZ_SEED and FUZZ_REQUESTS change a run; continuous integration asks for 100,000. The seed is printed, and again by
 * fast-check when something is found.
 */
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_123);
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 10_000);
const REQUESTS_PER_PROVIDER = 8;

/** Fifty times as fast as the world: what is waited for between attempts is not what is tried here. */
const HURRY = 50;
const hurried: Clock = {
  now: Date.now,
  setTimer: (ms, callback) => systemClock.setTimer(ms / HURRY, callback),
  sleep: (ms, signal) => systemClock.sleep(ms / HURRY, signal),
};

let service: Server;
let origin: string;
let answer: GeneratedAnswer;

beforeAll(async () => {
  service = createServer((request, response) => {
    if (request.url?.startsWith('/media')) return response.writeHead(200).end(answer.manifest);
    response.writeHead(answer.status, { 'content-type': answer.contentType });
    response.end(answer.status === 204 ? undefined : answer.body);
  }).listen(0, '127.0.0.1');
  await once(service, 'listening');
  origin = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
});
afterAll(() => {
  service.close();
  service.closeAllConnections();
});
afterEach(() => {
  jest.restoreAllMocks();
});

const strictError = errorAnswer.strict();
const ROWS = Object.values(ERRORS);

/** Whether a client could be given this. Throws what is wrong with it. */
function check(result: APIGatewayProxyResult): void {
  const { statusCode, headers = {}, body } = result;
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[A-Za-z-]+$/.test(name) || /[^\t\x20-\x7e]/.test(String(value))) throw new Error(`header ${name}: ${value}`);
  }
  if (headers['X-Content-Type-Options'] !== 'nosniff') throw new Error('no nosniff');
  if (statusCode === 204 || statusCode === 304) {
    if (body !== '') throw new Error(`${statusCode} with ${body}`);
    return;
  }
  const json = JSON.parse(body);
  if (statusCode === 200) {
    const { data, metadata } = successAnswer.parse(json);
    if (metadata.sourceCount !== data.sources.length) throw new Error('the count of sources is wrong');
    if (metadata.subtitleCount !== data.subtitles.length) throw new Error('the count of subtitles is wrong');
    if (new Set(data.sources.map(({ url }) => url)).size !== data.sources.length) throw new Error('a source twice');
    return;
  }
  const { error, retryable } = strictError.parse(json);
  if (statusCode === 500) throw new Error('500');
  const row = ROWS.find((each) => each.status === statusCode && each.error === error && each.retryable === retryable);
  if (row === undefined) throw new Error(`${statusCode} ${error} is not in the table`);
}

describe(`${REQUESTS} generated requests, seed ${SEED}`, () => {
  test('with generated answers of the provider get nothing but documented answers', async () => {
    const printed: string[] = [];
    for (const stream of [process.stdout, process.stderr]) {
      jest.spyOn(stream, 'write').mockImplementation((line) => printed.push(String(line)) > 0);
    }
    const statuses = new Map<number, number>();
    const faults: unknown[] = [];
    let id = 0;
    const container = (): InProcessFunction =>
      inProcessFunction({
        clock: hurried,
        serviceUrl: `${origin}/extract`,
        corsOrigins: ['https://site.example'],
        onFailure: (error) => {
          const known = [UnavailableError, InvalidAnswerError, NotFoundError].some((kind) => error instanceof kind);
          if (!known) faults.push(error);
        },
      });
    let running = container();
    await fc.assert(
      fc.asyncProperty(
        providerAnswers(origin),
        fc.array(requests('1000000000'), { minLength: REQUESTS_PER_PROVIDER, maxLength: REQUESTS_PER_PROVIDER }),
        async (generated, events) => {
          answer = generated;
          id += 1;
          // What a container keeps of a run must not decide over all later ones.
          if (id % 1_000 === 0) running = container();
          for (const event of events) {
            const own = event.multiValueQueryStringParameters?.tmdbId;
            if (own?.[0] === '1000000000') own[0] = String(1_000_000_000 + id);
            const result = await running.call(event);
            check(result);
            statuses.set(result.statusCode, (statuses.get(result.statusCode) ?? 0) + 1);
          }
          if (faults.length > 0) throw faults[0];
          for (const line of printed.splice(0)) JSON.parse(line);
        },
      ),
      { numRuns: Math.ceil(REQUESTS / REQUESTS_PER_PROVIDER), seed: SEED },
    );
    jest.restoreAllMocks();
    process.stdout.write(`fuzz: seed ${SEED}, answers ${JSON.stringify(Object.fromEntries(statuses))}\n`);
    // A run that never gets anywhere shows nothing.
    for (const status of [200, 304, 400, 404, 405, 503]) expect(statuses.get(status)).toBeGreaterThan(REQUESTS / 1_000);
  }, 900_000);
});
