import { type Preference, PreferenceError, parsePreference } from '../../../contract/prefer.ts';
import { rankBy } from '../../../contract/rank.ts';
import type { Source } from '../answer.ts';
import type { Chosen } from './shows.ts';

/** A file must need no more than this part of the bandwidth, which is never steady. */
const SAFE_PART = 0.7;

/** A source that plays. */
interface Plays {
  readonly source: Source;
  /** False where the device does not keep up with it. */
  readonly isSmooth?: boolean | undefined;
}

export interface OrderOptions {
  readonly wish: Preference;
  readonly chosen: Chosen;
  /** Bits per second; undefined where nothing is known. */
  readonly bandwidth: number | undefined;
  /** Bits per second that the viewer does not want to exceed. */
  readonly limit: number | undefined;
}

/** The sources that play in the order of a viewer's wish, as far as the line carries it. None is left out. */
export function ordered<Item extends Plays>(
  playable: readonly Item[],
  { wish, chosen, bandwidth, limit }: OrderOptions,
): Item[] {
  const maxBandwidth = Math.min(limit ?? Number.POSITIVE_INFINITY, (bandwidth ?? Number.POSITIVE_INFINITY) * SAFE_PART);
  const isOther = ({ source }: Plays) => Number(chosen.provider !== undefined && source.provider !== chosen.provider);
  const isDown = ({ source }: Plays) => Number(source.health === 'down');
  const isRough = ({ isSmooth }: Plays) => Number(isSmooth === false);
  const sources = playable.map((each, place) => ({
    ...each.source,
    // An adaptive player chooses what the line carries by itself.
    variants: each.source.variants?.map((variant) => ({ ...variant, bandwidth: 0 })),
    each,
    place,
  }));
  return rankBy(sources, { prefer: wish, maxBandwidth }, (a, b) => a.place - b.place)
    .map(({ each }) => each)
    .sort((a, b) => isDown(a) - isDown(b) || isRough(a) - isRough(b) || isOther(a) - isOther(b));
}

/** A wish as it is written; one that cannot be read is none. What was chosen for a show comes before it. */
export function wishOf(prefer: string, { lines }: Chosen): Preference {
  const own: Preference = lines === undefined ? [] : [{ field: 'res', limit: lines }];
  try {
    const wish = prefer === '' ? [] : parsePreference(prefer);
    return [...own, ...wish.filter(({ field }) => field !== 'res' || own.length === 0)];
  } catch (error) {
    if (error instanceof PreferenceError) return own;
    throw error;
  }
}

/** The language that a wish puts first; undefined where it names none. */
export function languageOf(wish: Preference): string | undefined {
  const lang = wish.find(({ field }) => field === 'lang');
  return lang?.field === 'lang' ? lang.limit : undefined;
}

/** The lines that a wish does not want to exceed; undefined where it wants the best. */
export function linesOf(wish: Preference): number | undefined {
  const res = wish.find(({ field }) => field === 'res');
  return res?.field === 'res' ? res.limit : undefined;
}
