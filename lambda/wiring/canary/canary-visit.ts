import type { SuccessAnswer } from '../../../contract/answer.ts';
import validateAnswer from '../../../contract/generated/success-answer.js';

/** Longer than the gateway ever waits. */
const CALL_TIMEOUT_MS = 35_000;

/** Headers of every answer, and what each must look like. */
const EXPECTED_HEADERS: Readonly<Record<string, RegExp>> = {
  'Content-Type': /^application\/json/,
  'Cache-Control': /^(private, max-age=\d+|no-store)/,
  'Cache-Status': /^stream-api; /,
  'X-Response-Time': /^\d+ms$/,
  'X-Content-Type-Options': /^nosniff$/,
  'X-RateLimit-Limit': /^\d+$/,
  'X-RateLimit-Remaining': /^\d+$/,
  'X-RateLimit-Reset': /^\d+$/,
};

export interface Visit {
  /** What was not as a user expects it, a sentence each; empty when nothing was wrong. */
  readonly complaints: readonly string[];
  /** Milliseconds until the second response; undefined when there was none. */
  readonly cachedMs: number | undefined;
}

/**
 * Uses the API as a user does: asks for a title, checks answer and headers against the contract, asks again and expects
 * the stored answer.
 *
 * @param url with the query · @param headers of the requests
 */
export async function visitApi(url: URL, headers: Readonly<Record<string, string>>): Promise<Visit> {
  const complaints: string[] = [];
  const complain = (text: string) => complaints.push(text);
  try {
    const first = await call(url, headers);
    checkAnswer(first, url, (text) => complain(`first answer: ${text}`));
    if (first.status !== 200) return { complaints, cachedMs: undefined };

    const second = await call(url, headers);
    checkAnswer(second, url, (text) => complain(`second answer: ${text}`));
    // An answer whose links expire at once is not stored, so the second cannot come from the cache.
    if (!first.headers.get('Cache-Control')?.includes('no-store')) checkCached(first, second, complain);
    return { complaints, cachedMs: second.ms };
  } catch (error) {
    complain(`no answer: ${(error as Error).name}`);
    return { complaints, cachedMs: undefined };
  }
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
  readonly ms: number;
}

async function call(url: URL, headers: Readonly<Record<string, string>>): Promise<Answer> {
  const began = performance.now();
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(CALL_TIMEOUT_MS) });
  const text = await response.text();
  const ms = Math.round(performance.now() - began);
  return { status: response.status, headers: response.headers, body: parsed(text), ms };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function checkAnswer({ status, headers, body }: Answer, url: URL, complain: (text: string) => void): void {
  if (status !== 200) {
    const { error } = (body ?? {}) as { error?: unknown };
    complain(`status ${status}${typeof error === 'string' ? ` (${error})` : ''}`);
    return;
  }
  for (const [name, form] of Object.entries(EXPECTED_HEADERS)) {
    const value = headers.get(name);
    if (value === null) complain(`header ${name} is missing`);
    else if (!form.test(value)) complain(`header ${name} is ${value}`);
  }
  if (validateAnswer(body)) checkAgreement(body, url, complain);
  else complain(`the body breaks the contract at ${validateAnswer.errors?.[0]?.instancePath || '/'}`);
}

/** Checks what the schema cannot: the metadata is about this title and these sources. */
function checkAgreement({ data, metadata }: SuccessAnswer, url: URL, complain: (text: string) => void): void {
  if (metadata.tmdbId !== url.searchParams.get('tmdbId')) complain(`tmdbId is ${metadata.tmdbId}`);
  if (metadata.sourceCount !== data.sources.length) complain('sourceCount is not the number of sources');
  if (metadata.subtitleCount !== data.subtitles.length) complain('subtitleCount is not the number of subtitles');
}

function checkCached(first: Answer, second: Answer, complain: (text: string) => void): void {
  const cacheStatus = second.headers.get('Cache-Status') ?? '';
  // Another container that was asked a moment too early waits for the answer of the first.
  if (!/; (hit|collapsed)\b/.test(cacheStatus)) complain(`second answer: not from the cache (${cacheStatus})`);
  // An answer that became stale in between may have been refreshed, and then has another tag.
  const isFresh = !first.headers.get('Cache-Status')?.includes('ttl=-');
  if (isFresh && first.headers.get('ETag') !== second.headers.get('ETag')) complain('second answer: another ETag');
}
