import type { Quality, SourceType } from './answer.ts';
import { comparePreferred, type Preference } from './prefer.ts';
import { QUALITIES } from './vocabulary.ts';

/*
 * The order of sources, as the one rule that function and SDK share. Free of Zod, so that both can load it.
 */

/** What the order depends on: a source or a rendition of its ladder. */
export interface Ranked {
  readonly quality: Quality;
  readonly type?: SourceType | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly codecs?: string | undefined;
  readonly bandwidth?: number | undefined;
  /** The ladder of an adaptive stream, best first. */
  readonly variants?: readonly Ranked[] | undefined;
  readonly health?: 'slow' | 'down' | undefined;
}

export interface RankOptions {
  /** Comes before every other rule but `maxBandwidth`. */
  readonly prefer?: Preference | undefined;
  /** Bits per second. What needs more comes after what fits, the least first. */
  readonly maxBandwidth?: number | undefined;
}

/**
 * Sources, or the renditions of a ladder, best first: by quality class, then height, then bandwidth; `auto` comes last,
 * and adaptive streams are ordered by the top of their ladders. Within a class what is slow comes after the others, and
 * what is down comes after everything else. What is equal keeps its order. Nothing is left out.
 *
 * A wish judges an adaptive stream by the rendition that fits it best, since that is where it can start, and
 * `maxBandwidth` judges it by the least.
 *
 * @example
 * rank([{ quality: '720p' }, { quality: '1080p' }]) // 1080p, 720p
 * rank(sources, { prefer: parsePreference('res:720'), maxBandwidth: 3_000_000 })
 */
export function rank<Item extends Ranked>(sources: readonly Item[], options: RankOptions = {}): Item[] {
  const { prefer = [], maxBandwidth = Number.POSITIVE_INFINITY } = options;
  if (prefer.length === 0 && maxBandwidth === Number.POSITIVE_INFINITY) return sources.toSorted(byQuality);
  return rankBy(sources, options, byQuality);
}

/** As `rank`, for a player with an order of its own among what the wish and the bandwidth do not tell apart. */
export function rankBy<Item extends Ranked>(
  sources: readonly Item[],
  { prefer = [], maxBandwidth = Number.POSITIVE_INFINITY }: RankOptions,
  otherwise: (a: Item, b: Item) => number,
): Item[] {
  const judged = sources.map((source) => ({
    source,
    excess: excessOver(maxBandwidth, source),
    wished: preferred(source, prefer),
  }));
  return judged
    .sort(
      (a, b) =>
        is('down', a.source) - is('down', b.source) ||
        a.excess - b.excess ||
        comparePreferred(a.wished, b.wished, prefer) ||
        otherwise(a.source, b.source),
    )
    .map(({ source }) => source);
}

const byQuality = (a: Ranked, b: Ranked): number =>
  compare(a, b) || compare(a.variants?.[0] ?? a, b.variants?.[0] ?? b);

/** The rendition of an adaptive stream that fits a wish best, else the source itself. */
function preferred(source: Ranked, prefer: Preference): Ranked {
  const renditions = source.variants?.map((variant) => ({ ...variant, type: source.type })) ?? [];
  const [best = source] = renditions.sort((a, b) => comparePreferred(a, b, prefer) || compare(a, b));
  return best;
}

/** Peak bits per second that a film of each class usually needs, where its source does not say. */
const USUAL_BANDWIDTH: Readonly<Partial<Record<Quality, number>>> = {
  '2160p': 16_000_000,
  '1440p': 9_000_000,
  '1080p': 5_000_000,
  '720p': 2_500_000,
  '480p': 1_200_000,
  '360p': 800_000,
};

/** Bits per second that a source needs at least; 0 where nothing is known of it. */
export function bandwidthOf(source: Ranked): number {
  const needs = (source.variants ?? [source]).map(
    ({ bandwidth, quality }) => bandwidth ?? USUAL_BANDWIDTH[quality] ?? 0,
  );
  return Math.min(...needs);
}

/** The bits per second by which a source needs more than there are; 0 where it fits, or nothing is known of it. */
const excessOver = (maxBandwidth: number, source: Ranked): number => Math.max(0, bandwidthOf(source) - maxBandwidth);

/** The quality of the best of ranked sources; where every source is adaptive, the best rendition of their ladders. */
export function bestQuality(ranked: readonly Ranked[]): Quality {
  const first = ranked[0]?.quality ?? 'auto';
  if (first !== 'auto') return first;
  const renditions = ranked.flatMap(({ variants }) => variants?.map(({ quality }) => quality) ?? []);
  return QUALITIES.find((quality) => renditions.includes(quality)) ?? 'auto';
}

/**
 * The quality of what a viewer gets of sources that were ranked by a wish: of the first one, and of an adaptive one the
 * rendition that fits the wish best.
 */
export function preferredQuality(ranked: readonly Ranked[], { prefer = [], maxBandwidth }: RankOptions): Quality {
  const [first] = ranked;
  if (first?.variants === undefined || first.variants.length === 0) return first?.quality ?? 'auto';
  const excess = (variant: Ranked): number => excessOver(maxBandwidth ?? Number.POSITIVE_INFINITY, variant);
  const least = Math.min(...first.variants.map(excess));
  return preferred({ ...first, variants: first.variants.filter((variant) => excess(variant) === least) }, prefer)
    .quality;
}

function compare(a: Ranked, b: Ranked): number {
  return (
    is('down', a) - is('down', b) ||
    QUALITIES.indexOf(a.quality) - QUALITIES.indexOf(b.quality) ||
    is('slow', a) - is('slow', b) ||
    (b.height ?? 0) - (a.height ?? 0) ||
    (b.bandwidth ?? 0) - (a.bandwidth ?? 0)
  );
}

const is = (health: Ranked['health'], ranked: Ranked): number => (ranked.health === health ? 1 : 0);
