import { MAX_LANGUAGES, SUBTITLE_LANGUAGE } from '../../contract/bounds.ts';
import type { ErrorDetail } from '../../contract/errors/error-answer.ts';
import { PreferenceError, parsePreference } from '../../contract/prefer.ts';
import type { Preferences } from '../../contract/preferences.ts';

/** Bytes of a body: the longest that is valid has a third of it. */
const MAX_BODY_BYTES = 2048;

export const NO_PREFERENCES: Preferences = { prefer: '', subtitleLanguages: [], dataSaver: false };

/** A body that cannot be stored. */
export class BodyError extends Error {
  override name = 'BodyError' as const;
  readonly details: readonly ErrorDetail[];
  constructor(details: readonly ErrorDetail[]) {
    super('The body is not valid');
    this.details = details;
  }
}

/**
 * Reads what a viewer prefers. What is left out is none.
 *
 * @throws BodyError naming each field that is wrong
 */
export function preferencesIn(text: string): Preferences {
  if (Buffer.byteLength(text) > MAX_BODY_BYTES) throw refused('body', `must have at most ${MAX_BODY_BYTES} bytes`);
  const body = objectIn(text);
  const details: ErrorDetail[] = [];
  for (const [field, value] of Object.entries(body)) {
    const message = Object.hasOwn(RULES, field) ? RULES[field as keyof Preferences](value) : UNKNOWN;
    // What is no name of ours may be anything.
    if (message !== undefined)
      details.push({ field: message === UNKNOWN ? field.slice(0, 40).toWellFormed() : field, message });
  }
  if (details.length > 0) throw new BodyError(details);
  const { prefer, subtitleLanguages, dataSaver } = { ...NO_PREFERENCES, ...(body as Partial<Preferences>) };
  return { prefer: prefer.trim(), subtitleLanguages, dataSaver };
}

const UNKNOWN = 'is not known';

const RULES: { readonly [Field in keyof Preferences]: (value: unknown) => string | undefined } = {
  prefer: (value) => {
    if (typeof value !== 'string') return 'must be text, such as res:720';
    if (value === '') return undefined;
    try {
      parsePreference(value);
      return undefined;
    } catch (error) {
      if (error instanceof PreferenceError) return error.message;
      throw error;
    }
  },
  subtitleLanguages: (value) =>
    Array.isArray(value) &&
    value.length <= MAX_LANGUAGES &&
    value.every((tag) => typeof tag === 'string' && SUBTITLE_LANGUAGE.test(tag))
      ? undefined
      : `must be at most ${MAX_LANGUAGES} BCP 47 language tags`,
  dataSaver: (value) => (typeof value === 'boolean' ? undefined : 'must be true or false'),
};

function objectIn(text: string): object {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw refused('body', 'must be JSON');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw refused('body', 'must be a JSON object');
  return body;
}

const refused = (field: string, message: string): BodyError => new BodyError([{ field, message }]);
