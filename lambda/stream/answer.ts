import type { Quality, Source, SourceType, Subtitle, Variant, VideoData } from '../../contract/answer.ts';
import { MAX_LABEL_LENGTH, MAX_SOURCES, MAX_SUBTITLES, MAX_VARIANTS } from '../../contract/bounds.ts';
import { rank } from '../../contract/rank.ts';
import { boundedText } from './bounded-text.ts';
import type { Extraction, ListedRendition, MasterText, SourceCandidate, SubtitleCandidate } from './candidate.ts';
import { type Content, contentKey } from './content.ts';
import { distinctSources, type FoundSource } from './distinct-sources.ts';
import { durationOf } from './duration.ts';
import { type LinkLife, LinkLives } from './links/link-lives.ts';
import { parseMediaUrl } from './links/media-url.ts';
import { declareMirrors, type MirroredSources, mirrorsByAddress, withMirrors } from './mirrors.ts';
import { pictureFacts } from './quality/picture-facts.ts';
import { isStronger, type QualityFinding, qualityOf } from './quality/quality.ts';
import { qualityClassOf } from './quality/quality-class.ts';
import { sourceIdOf, withDistinctIds } from './source-ids.ts';
import { sourceTypeOf } from './source-type.ts';
import { distinctSubtitles, subtitleFactsOf } from './subtitles/subtitles.ts';

/** The answer for one content, and what its caches must know of it. */
export interface BuiltAnswer extends LinkLife {
  readonly data: VideoData;
  readonly dropped: Dropped;
  /** The master playlists that were read, for the one that a player gets; absent where none was. */
  readonly masters?: readonly PlayableMaster[];
}

/** An HLS source whose master playlist was read. */
export interface PlayableMaster extends MasterText {
  /** Id of the source. */
  readonly id: string;
  /** Ids of its mirrors, in order. */
  readonly mirrors: readonly string[];
}

export interface Dropped {
  /** Sources and subtitles beyond the contract's bounds. Repeated URLs are merged, not dropped. */
  readonly sources: number;
  readonly subtitles: number;
  /**
   * Links of sources, subtitles and the poster that an answer may not carry, that have expired, or that need request
   * headers.
   */
  readonly links: number;
}

/** The sources that an answer may carry: their links are fit for one and have not expired. @param now ms since 1970 */
export function playableSources(sources: readonly SourceCandidate[], now: number): SourceCandidate[] {
  const lives = livesOf(sources, now);
  return sources.filter(({ url, needsHeaders }) => parseMediaUrl(url) && !needsHeaders && !lives.hasExpired(url));
}

/** Every declared expiry is recorded before the first is used: of several for one link the earliest counts. */
function livesOf(sources: readonly SourceCandidate[], now: number): LinkLives {
  const lives = new LinkLives(now);
  for (const { url, expiresAt } of sources) lives.declare(url, expiresAt);
  declareMirrors(sources, lives);
  for (const { url, inspected: { references = [], master } = {} } of sources) {
    if (references.length > 0) lives.declareListed(url, references, master?.url ?? url);
  }
  return lives;
}

/**
 * Turns what a provider found into an answer that satisfies the contract's `videoData`: normalised, labelled, without
 * duplicates, best first and bounded. A fact that is absent or impossible is left out.
 *
 * @param now milliseconds since 1970
 * @param providerLabels what each provider is called in the answer; undefined leaves that out
 * @returns undefined when no playable source is left
 */
export function buildVideoData(
  content: Content,
  extraction: Extraction,
  now: number,
  providerLabels?: ProviderLabels,
): BuiltAnswer | undefined {
  const lives = livesOf(extraction.sources, now);
  let badLinks = 0;

  const judged: JudgedSource[] = [];
  for (const candidate of extraction.sources) {
    const url = parseMediaUrl(candidate.url);
    const isPlayable = url && !candidate.needsHeaders && !lives.hasExpired(candidate.url);
    if (isPlayable) judged.push(judge(candidate, url, content));
    else badLinks += 1;
  }
  const qualityOfRendition = renditionQualities(judged, content);
  const identity = { contentKey: contentKey(content), lives, now, providerLabels };
  const found = judged.map((each) => foundSource(each, qualityOfRendition, identity));
  // Before they are ranked: which of two comes later must not depend on a quality that one reading missed.
  const ranked = rank(withDistinctIds(distinctSources(found)));
  const mirrored = withMirrors(ranked, mirrorsByAddress(extraction.sources), identity);
  badLinks += mirrored.badLinks;
  const everySource = withDistinctIds(mirrored.sources);
  const sources = everySource.slice(0, MAX_SOURCES);
  if (sources.length === 0) return undefined;

  const labelled: Subtitle[] = [];
  for (const candidate of extraction.subtitles) {
    if (parseMediaUrl(candidate.url) && !lives.hasExpired(candidate.url)) labelled.push(subtitleOf(candidate, lives));
    else badLinks += 1;
  }
  const distinct = distinctSubtitles(labelled);
  const subtitles = distinct.slice(0, MAX_SUBTITLES);

  const poster = extraction.poster || undefined;
  const showsPoster = poster !== undefined && parseMediaUrl(poster) !== undefined && !lives.hasExpired(poster);
  if (poster !== undefined && !showsPoster) badLinks += 1;

  const duration = durationOf(extraction.duration);
  const data: VideoData = {
    sources,
    subtitles,
    ...(showsPoster && { poster }),
    ...(duration !== undefined && { duration }),
  };
  const masters = playableMasters(sources, mirrored, judged);
  const links = [...sources, ...subtitles].map(({ url }) => url);
  return {
    data,
    dropped: {
      sources: everySource.length - sources.length,
      subtitles: distinct.length - subtitles.length,
      links: badLinks,
    },
    ...(masters.length > 0 && { masters }),
    ...lives.combined(showsPoster ? [...links, poster] : links),
  };
}

/** The masters that were read, with the mirrors that are in the answer. */
function playableMasters(
  sources: readonly Source[],
  { sources: mirrored, addressesOf }: MirroredSources,
  judged: readonly JudgedSource[],
): PlayableMaster[] {
  const masters = new Map(
    judged.flatMap(({ url, candidate: { inspected } }) => (inspected?.master ? [[url.href, inspected.master]] : [])),
  );
  return sources.flatMap((source, index) => {
    const master = masters.get(new URL(source.url).href);
    if (master === undefined) return [];
    const addresses = addressesOf.get(mirrored[index]!);
    const mirrors = sources.filter((_, at) => at !== index && addresses?.has(mirrored[at]!)).map(({ id }) => id);
    return [{ id: source.id, ...master, mirrors }];
  });
}

interface JudgedSource extends QualityFinding {
  readonly candidate: SourceCandidate;
  readonly url: URL;
  readonly type: SourceType;
}

function judge(candidate: SourceCandidate, url: URL, content: Content): JudgedSource {
  const type = sourceTypeOf(candidate, url);
  return { candidate, url, type, ...qualityOf(candidate, type, url, content) };
}

type QualityOfRendition = (rendition: ListedRendition) => Quality;

/**
 * The quality of a rendition of a ladder: by its size, else that of the source with the same address (the two are one
 * stream), else by its name and its path.
 */
function renditionQualities(judged: readonly JudgedSource[], content: Content): QualityOfRendition {
  const best = new Map<string, JudgedSource>();
  for (const each of judged) {
    const known = best.get(each.url.href);
    if (!known || isStronger(each.evidence, known.evidence)) best.set(each.url.href, each);
  }
  return (rendition) => {
    const { width, height } = pictureFacts(rendition);
    const bySize = qualityClassOf(width, height);
    const url = rendition.url === undefined ? undefined : parseMediaUrl(rendition.url);
    if (bySize !== undefined || url === undefined) return bySize ?? 'auto';
    return best.get(url.href)?.quality ?? judge({ ...rendition, url: url.href, type: 'hls' }, url, content).quality;
  };
}

/** What each provider is called in answers, by its name. */
export type ProviderLabels = ReadonlyMap<string, string>;

interface Identity {
  readonly providerLabels?: ProviderLabels | undefined;
  readonly contentKey: string;
  readonly lives: LinkLives;
  readonly now: number;
}

function foundSource(
  { candidate, url, type, quality, evidence }: JudgedSource,
  qualityOfRendition: QualityOfRendition,
  { contentKey: content, lives, now, providerLabels }: Identity,
): FoundSource {
  const label = typeof candidate.label === 'string' ? boundedText(candidate.label, MAX_LABEL_LENGTH).trim() : '';
  const provider = providerLabels?.get(candidate.provider ?? '');
  const expiresAt = lives.expiryOf(candidate.url);
  const { renditions, drm } = candidate.inspected ?? {};
  const source: Source = {
    url: candidate.url,
    id: sourceIdOf(candidate, url, content, now),
    quality,
    type,
    ...(label !== '' && { label }),
    ...(provider !== undefined && { provider }),
    // An adaptive stream has no single size: its ladder has the sizes.
    ...(renditions ? ladder(renditions, qualityOfRendition) : pictureFacts(candidate)),
    ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt).toISOString() }),
    ...(drm && { drm: [...drm] }),
  };
  return { source, evidence };
}

function ladder(
  renditions: readonly ListedRendition[],
  qualityOfRendition: QualityOfRendition,
): Pick<Source, 'variants'> {
  const variants = new Map<string, Variant>();
  for (const rendition of renditions) {
    const variant: Variant = { quality: qualityOfRendition(rendition), ...pictureFacts(rendition) };
    variants.set(JSON.stringify(variant), variant);
  }
  return variants.size === 0 ? {} : { variants: rank([...variants.values()]).slice(0, MAX_VARIANTS) };
}

function subtitleOf(candidate: SubtitleCandidate, lives: LinkLives): Subtitle {
  const { delivery, kind, label, language } = subtitleFactsOf(candidate);
  const expiresAt = lives.expiryOf(candidate.url);
  return {
    label,
    language,
    url: candidate.url,
    ...(kind && { kind }),
    ...(delivery && { delivery }),
    ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt).toISOString() }),
  };
}
