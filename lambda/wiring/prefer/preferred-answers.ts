import type { Quality, Source, Subtitle, VideoData } from '../../../contract/answer.ts';
import { appliedPreference, isApplicable } from '../../../contract/prefer.ts';
import { preferredQuality, rank } from '../../../contract/rank.ts';
import type { AnswerEntry } from '../../cache/entry.ts';
import { hasLanguage, preferredLanguage, sortedByLanguage } from '../../stream/subtitles/language-order.ts';
import type { ViewerWish } from '../../viewer-wish.ts';
import { entityTag } from '../entity-tag.ts';

/** An answer in the order of a wish. */
export interface PreferredAnswer {
  /** With the tag of this order. Nothing of it is stored. */
  readonly entry: AnswerEntry;
  /** Of what comes first. */
  readonly quality: Quality;
  /** For `Preference-Applied`; empty where there was nothing to choose among. */
  readonly applied: string;
}

/** Of a stored answer, read once: its fields, and the text of each source and subtitle. */
interface Read {
  readonly data: VideoData;
  readonly texts: ReadonlyMap<Source | Subtitle, string>;
  readonly answers: Map<string, PreferredAnswer>;
  /** UTF-16 code units that it takes, about. */
  size: number;
}

/** Wishes for one title. */
const KEPT_ANSWERS = 8;
/** UTF-16 code units, of all titles. */
const KEPT_CHARACTERS = 8 * 1024 * 1024;
/** The stored text as objects, and its parts as texts. */
const READ_FACTOR = 3;

/**
 * Orders stored answers. What was read and ordered lately is kept, within bounds, so that the same wish for the same
 * answer costs a look.
 */
export class PreferredAnswers {
  readonly #read = new Map<AnswerEntry, Read>();
  #size = 0;

  of(entry: AnswerEntry, wish: ViewerWish): PreferredAnswer {
    const known = this.#read.get(entry);
    const answer = known?.answers.get(wish.key);
    if (answer) return answer;
    const read = known ?? this.#add(entry);
    const made = ordered(entry, read, wish);
    this.#keep(entry, read, wish.key, made);
    return made;
  }

  #add(entry: AnswerEntry): Read {
    const data = JSON.parse(entry.data) as VideoData;
    const parts = [...data.sources, ...data.subtitles];
    const read = {
      data,
      texts: new Map(parts.map((part) => [part, JSON.stringify(part)])),
      answers: new Map(),
      size: READ_FACTOR * entry.data.length,
    };
    this.#read.set(entry, read);
    this.#size += read.size;
    return read;
  }

  #keep(entry: AnswerEntry, read: Read, key: string, answer: PreferredAnswer): void {
    if (read.answers.size < KEPT_ANSWERS) {
      read.answers.set(key, answer);
      read.size += answer.entry.data.length;
      this.#size += answer.entry.data.length;
    } else {
      // A client that wishes something else each time must not displace what the others wish.
      const [oldest] = read.answers.keys();
      read.answers.delete(oldest!);
      read.answers.set(key, answer);
    }
    for (const [oldest, { size }] of this.#read) {
      if (this.#size <= KEPT_CHARACTERS || oldest === entry) break;
      this.#read.delete(oldest);
      this.#size -= size;
    }
  }
}

function ordered(entry: AnswerEntry, { data, texts }: Read, wish: ViewerWish): PreferredAnswer {
  const sources = rank(data.sources, wish);
  const language = preferredLanguage(wish.prefer);
  const subtitles = language === undefined ? data.subtitles : sortedByLanguage(data.subtitles, language);
  const quality = preferredQuality(sources, wish);
  const listed = (parts: readonly (Source | Subtitle)[]): string => `[${parts.map((part) => texts.get(part)).join()}]`;
  const fields = Object.entries(data).map(([name, value]) => {
    if (name === 'sources') return `"sources":${listed(sources)}`;
    if (name === 'subtitles') return `"subtitles":${listed(subtitles)}`;
    return `${JSON.stringify(name)}:${JSON.stringify(value)}`;
  });
  const text = `{${fields.join()}}`;
  // The quality is in the body too.
  const languages = data.subtitles.map((subtitle) => subtitle.language);
  // A ladder has the type of its source.
  const among = data.sources.flatMap((source) => [source, ...(source.variants ?? [])]);
  const applied = appliedPreference(wish.prefer, (each) =>
    each.field === 'lang' ? hasLanguage(languages, each.limit) : isApplicable(each, among),
  );
  return { entry: { ...entry, data: text, etag: entityTag(`${text} ${quality}`) }, quality, applied };
}
