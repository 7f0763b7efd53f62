import type { VideoData } from '../../contract/answer.ts';
import { systemClock } from '../../lambda/clock.ts';
import { createDeadline } from '../../lambda/deadline.ts';
import type { ManifestCounts } from '../../lambda/manifests/inspect.ts';
import { createHttpClient } from '../../lambda/outgoing/http-client.ts';
import type { AnswerProblem } from '../../lambda/providers/answer/answer-problems.ts';
import type { ManifestsEvent } from '../../lambda/providers/events.ts';
import { parseJson } from '../../lambda/providers/http-provider.ts';
import { InvalidAnswerError, NotFoundError, UnavailableError } from '../../lambda/providers/provider.ts';
import { createProviders } from '../../lambda/providers/providers.ts';
import { buildVideoData } from '../../lambda/stream/answer.ts';
import { type Content, contentKey } from '../../lambda/stream/content.ts';
import { answerDeviations } from './answer-deviations.ts';
import { type Call, callProblems } from './call-problems.ts';
import { recordingClient } from './recording-client.ts';

export interface ProviderCheck {
  /** The provider's endpoint. */
  readonly url: string;
  /** A title that the provider has. */
  readonly content: Content;
  readonly token?: string | undefined;
  readonly times?: CheckTimes;
}

/** The time limits of a stage, in milliseconds. */
export interface CheckTimes {
  readonly attemptMs: number;
  readonly deadlineMs: number;
  readonly inspectMs: number;
}

/** Those of every stage that does not set its own. */
export const STANDARD_TIMES: CheckTimes = { attemptMs: 8_000, deadlineMs: 26_000, inspectMs: 2_000 };

/** TMDB counts upwards from 1 and is far from the largest number that an id may be. */
const NO_TITLE: Content = { mediaType: 'movie', tmdbId: '2147483647' };

/** The outcome of a check, as `--json` prints it. */
export interface ProviderReport {
  readonly url: string;
  readonly conforms: boolean;
  readonly deviations: readonly AnswerProblem[];
  /** What the API would answer. */
  readonly answer?: ApiAnswer;
}

export interface ApiAnswer {
  readonly status: 200 | 404 | 503 | 504;
  /** Present with 200. */
  readonly data?: VideoData;
  /** What became of the manifests that were opened for it. */
  readonly manifests?: Opened;
}

/** How many manifests were opened, by how that ended; absent where none was. */
type Opened = Omit<ManifestCounts, 'durationMs'>;

/** Asks a provider for a title that it has and for one that nobody has, exactly as a function does. */
export async function checkProvider(check: ProviderCheck): Promise<ProviderReport> {
  const { calls, answer } = await ask(check);
  const deviations = [
    ...callProblems(calls, { content: contentKey(check.content), hasToken: check.token !== undefined }),
    ...bodyProblems(calls, check.content),
    // One that does not work, or refuses us, would fail for every title.
    ...(calls.some(isAnswer) ? await unknownTitleProblems(check) : []),
  ];
  return { url: check.url, conforms: deviations.length === 0, deviations, answer };
}

async function ask({ url, content, token, times = STANDARD_TIMES }: ProviderCheck) {
  const { client, calls } = recordingClient(createHttpClient());
  const clock = systemClock;
  let manifests: Opened | undefined;
  const extract = createProviders({
    providers: [{ type: 'http', name: 'provider', url, ...(token !== undefined && { tokenSecret: 'token' }) }],
    readCatalogue: async () => undefined,
    readToken: async () => token,
    trustedOrigins: [],
    attemptTimeoutMs: times.attemptMs,
    inspectBudgetMs: times.inspectMs,
    clock,
    random: Math.random,
    httpClient: client,
  });
  const deadline = createDeadline(clock, clock.now() + times.deadlineMs);
  const observer = {
    onAttempt: ({ outcome, durationMs }: { outcome: string; durationMs: number }) => {
      if (outcome === 'timeout') calls.push({ timedOutAfterMs: durationMs });
    },
    onManifests: ({ provider: _provider, durationMs: _duration, ...counts }: ManifestsEvent) => {
      if (Object.values(counts).some((count) => count > 0)) manifests = counts;
    },
  };
  const answer = await extract(content, deadline, observer).then(
    (extraction): ApiAnswer => {
      const data = buildVideoData(content, extraction, clock.now())?.data;
      return data ? { status: 200, data } : { status: 404 };
    },
    (error): ApiAnswer => ({ status: statusOf(error) }),
  );
  deadline.clear();
  client.close();
  return { calls, answer: { ...answer, ...(manifests && { manifests }) } };
}

function statusOf(error: unknown): 404 | 503 | 504 {
  if (error instanceof NotFoundError) return 404;
  return error instanceof UnavailableError && error.timedOut ? 504 : 503;
}

function bodyProblems(calls: readonly Call[], content: Content): AnswerProblem[] {
  const response = calls.findLast((call) => call.response)?.response;
  if (response === undefined || response.status < 200 || response.status > 299 || response.status === 204) return [];
  try {
    return answerDeviations(parseJson(response.body), content, systemClock.now());
  } catch (error) {
    if (!(error instanceof InvalidAnswerError)) throw error;
    return [{ field: 'body', message: 'is not JSON in UTF-8' }];
  }
}

const isAnswer = ({ response }: Call): boolean =>
  response !== undefined && (response.status < 300 || response.status === 404 || response.status === 410);

async function unknownTitleProblems(check: ProviderCheck): Promise<AnswerProblem[]> {
  const { answer } = await ask({ ...check, content: NO_TITLE });
  if (answer.status === 404) return [];
  const message = `for a title that nobody has (${contentKey(NO_TITLE)}) makes the API answer ${answer.status}: must be 404`;
  return [{ field: 'status', message }];
}
