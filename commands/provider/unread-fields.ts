import { MAX_LABEL_LENGTH, MAX_SOURCES, MAX_SUBTITLES } from '../../contract/bounds.ts';
import type { ProviderAnswer } from '../../contract/provider-answer.ts';
import { type AnswerProblem, describeValue } from '../../lambda/providers/answer/answer-problems.ts';
import { isKnownQuality } from '../../lambda/providers/answer/unread-facts.ts';
import { type Fields, fieldsOf, toExtraction } from '../../lambda/providers/candidates.ts';
import { buildVideoData, playableSources } from '../../lambda/stream/answer.ts';
import type { SourceCandidate, SubtitleCandidate } from '../../lambda/stream/candidate.ts';
import type { Content } from '../../lambda/stream/content.ts';
import { durationOf } from '../../lambda/stream/duration.ts';
import { parseMediaUrl } from '../../lambda/stream/links/media-url.ts';
import { isSoundFile, statedTypeOf } from '../../lambda/stream/source-type.ts';
import { subtitleFactsOf } from '../../lambda/stream/subtitles/subtitles.ts';

/*
 * What the API leaves out of an answer that matches its schema. Each field is read by the function's own code, alone:
 * a fact that does not come out of it was not understood.
 */

/** An address without any evidence. */
const NEUTRAL_URL = 'https://media.example/';
const BAD_URL = 'must be an absolute http(s) URL without credentials, at most 8192 characters';
/** Facts that are in an answer exactly when they could be read. */
const SOURCE_FACTS = ['width', 'height', 'bandwidth', 'codecs', 'frameRate', 'label'] as const;

/**
 * The fields of an answer that the API leaves out or cannot read.
 *
 * @param answer its sources and subtitles may be any JSON values
 * @param now milliseconds since 1970
 */
export function unreadFields(answer: ProviderAnswer, content: Content, now: number): AnswerProblem[] {
  const { sources, subtitles, poster, duration } = toExtraction(answer);
  const problems: AnswerProblem[] = [];
  const add = (field: string, message: string) => problems.push({ field, message });
  for (const [index, candidate] of sources.entries()) {
    const stated = fieldsOf(answer.sources[index]);
    checkSource(candidate, stated, {
      content,
      now,
      add: (field, message) => add(`sources[${index}].${field}`, message),
    });
  }
  if (sources.length > MAX_SOURCES) {
    add('sources', `has ${sources.length} entries, of which the best ${MAX_SOURCES} are in the answer`);
  }
  for (const [index, candidate] of subtitles.entries()) {
    const stated = fieldsOf((answer.subtitles as unknown[])[index]);
    checkSubtitle(candidate, stated, now, (field, message) => add(`subtitles[${index}].${field}`, message));
  }
  if (subtitles.length > MAX_SUBTITLES) {
    add('subtitles', `has ${subtitles.length} entries, of which the first ${MAX_SUBTITLES} are in the answer`);
  }
  if (poster) checkLink(poster, 'the poster', now, (message) => add('poster', message));
  if (isStated(duration) && durationOf(duration) === undefined) {
    add('duration', 'cannot be read as seconds, H:MM:SS or ISO 8601 of at most 48 hours: it is left out');
  }
  return problems;
}

interface SourceCheck {
  readonly content: Content;
  readonly now: number;
  readonly add: (field: string, message: string) => void;
}

function checkSource(candidate: SourceCandidate, stated: Fields, { content, now, add }: SourceCheck): void {
  const neutral = new URL(NEUTRAL_URL);
  if (typeof stated.url === 'string') checkLink(candidate.url, 'the source', now, (message) => add('url', message));
  const url = URL.parse(candidate.url) ?? neutral;
  if (isSoundFile(candidate, url))
    add(isStated(stated.type) ? 'type' : 'url', 'is of sound only: the source is left out');
  else if (isStated(stated.type) && !statedTypeOf({ url: NEUTRAL_URL, type: candidate.type }, neutral)) {
    add('type', 'is none of hls, dash, mp4, webm and their media types: it is ignored');
  }
  if (isStated(stated.quality)) {
    if (!isKnownQuality(candidate.quality, content)) add('quality', 'names no quality that is known: it is ignored');
  }
  const built = (facts: Partial<SourceCandidate>) =>
    buildVideoData(content, { sources: [{ ...facts, url: NEUTRAL_URL }], subtitles: [] }, now)?.data.sources[0];
  const read = built({ ...candidate, expiresAt: undefined, type: undefined });
  for (const fact of SOURCE_FACTS) {
    if (isStated(stated[fact]) && read?.[fact] === undefined) add(fact, 'cannot be read: it is left out');
  }
  if (isTooLong(stated.label)) add('label', `is cut after ${MAX_LABEL_LENGTH} characters`);
  if (isStated(stated.expiresAt)) {
    const dated = built({ expiresAt: candidate.expiresAt });
    if (dated === undefined) add('expiresAt', 'is in the past: the source is left out');
    else if (dated.expiresAt === undefined) {
      add(
        'expiresAt',
        'is neither RFC 3339 nor seconds since 1970, within ten years: the answer is kept for 5 minutes',
      );
    }
  }
  if (isStated(stated.headers)) {
    add('headers', 'is ignored, since a page cannot send request headers to a media host: leave such a source out');
  }
}

function checkSubtitle(
  candidate: SubtitleCandidate,
  stated: Fields,
  now: number,
  add: (field: string, message: string) => void,
): void {
  if (typeof stated.url === 'string') checkLink(candidate.url, 'the subtitle', now, (message) => add('url', message));
  if (isTooLong(stated.label)) add('label', `is cut after ${MAX_LABEL_LENGTH} characters`);
  if (subtitleFactsOf(candidate).language !== 'und' || isUndetermined(stated.language)) return;
  add('language', `names no language that is known, nor does the label (got ${describeValue(stated)}): it is "und"`);
}

function checkLink(link: string, what: string, now: number, add: (message: string) => void): void {
  if (!parseMediaUrl(link)) add(`${BAD_URL}: ${what} is left out`);
  else if (playableSources([{ url: link }], now).length === 0)
    add(`has expired by its own signature: ${what} is left out`);
}

const isStated = (value: unknown): boolean => value !== undefined && value !== null && value !== '';
const isTooLong = (value: unknown): boolean => typeof value === 'string' && value.length > MAX_LABEL_LENGTH;
const isUndetermined = (language: unknown): boolean => typeof language === 'string' && /^\s*und\b/i.test(language);
