import { pathSegments } from './media-url.ts';
import { type LinkParts, SIGNED_LINK_FORMS, type SignedLinkForm } from './signed-link-forms.ts';

const DAY = 86_400_000;
const TEN_YEARS = 3653 * DAY;

export interface LinkExpiry {
  /** When the link expires, milliseconds since 1970; absent when that is not known. */
  readonly expiresAt?: number;
  /** True for a link that is signed, whether or not its expiry is known. */
  readonly signed: boolean;
}

const UNSIGNED: LinkExpiry = { signed: false };

/**
 * When a signed link expires, by every form of signature in {@link SIGNED_LINK_FORMS}; the earliest where several forms
 * match. A time of a guessed form that is hardly an expiry ({@link isPlausibleExpiry}) is ignored. Never throws.
 *
 * @param now milliseconds since 1970
 */
export function linkExpiry(link: string, now: number): LinkExpiry {
  const url = URL.parse(link);
  if (url === null) return UNSIGNED;
  const parts = partsOf(url);
  const passedOn = [...parts.query.values()]
    .flatMap((value) => URL.parse(value) ?? [])
    .filter(isWeb)
    .map(partsOf);
  const lives = [parts, ...passedOn].map((each) => lifeOf(each, now));
  const signed = lives.some((life) => life.signed);
  const earliest = Math.min(...lives.map((life) => life.expiresAt ?? Number.POSITIVE_INFINITY));
  return earliest === Number.POSITIVE_INFINITY ? { signed } : { signed, expiresAt: earliest };
}

/**
 * The life of a manifest whose own is known, with that of the links that it lists: the earliest expiry that is ahead.
 *
 * @param references resolve against the manifest's address · @param now milliseconds since 1970
 */
export function earliestOf(own: LinkExpiry, references: readonly string[], base: string, now: number): LinkExpiry {
  let { signed, expiresAt = Number.POSITIVE_INFINITY } = own;
  for (const reference of references) {
    const life = linkExpiry(URL.parse(reference, base)?.href ?? '', now);
    signed ||= life.signed;
    if (life.expiresAt !== undefined && life.expiresAt > now) expiresAt = Math.min(expiresAt, life.expiresAt);
  }
  return expiresAt === Number.POSITIVE_INFINITY ? { signed } : { signed, expiresAt };
}

/** A proxy's link contains the link that it fetches. */
export const isWeb = ({ protocol }: URL): boolean => protocol === 'https:' || protocol === 'http:';

function lifeOf(parts: LinkParts, now: number): LinkExpiry {
  let signed = false;
  let earliest = Number.POSITIVE_INFINITY;
  for (const form of SIGNED_LINK_FORMS as readonly SignedLinkForm[]) {
    const times = form.read(parts, now);
    if (times === undefined) continue;
    signed ||= !form.unsigned;
    const counts = form.guessed ? isPlausibleExpiry : isPossibleExpiry;
    for (const time of times) if (time < earliest && counts(time, now)) earliest = time;
  }
  return earliest === Number.POSITIVE_INFINITY ? { signed } : { signed, expiresAt: earliest };
}

/** From a day ago to ten years ahead: a number outside this range probably has another meaning. */
function isPlausibleExpiry(time: number, now: number): boolean {
  return time >= now - DAY && isPossibleExpiry(time, now);
}

/** At most ten years ahead: a later time has a wrong clock or unit. A certain expiry may be any time in the past. */
export function isPossibleExpiry(time: number, now: number): boolean {
  return time <= now + TEN_YEARS;
}

/** A URL taken apart as the forms of signed links read it. */
export function partsOf(url: URL): LinkParts {
  const query = new Map<string, string>();
  for (const [name, value] of url.searchParams) {
    const key = name.toLowerCase();
    if (!query.has(key)) query.set(key, value);
  }
  return { query, segments: pathSegments(url) };
}
