import { type ParsedPlaylist, Parser } from 'm3u8-parser';
import { MAX_VARIANTS } from '../../contract/bounds.ts';
import type { Rendition, SubtitleCandidate } from '../stream/candidate.ts';
import { pictureFacts } from '../stream/quality/picture-facts.ts';
import { codecKindOf, hasNoVideo } from './codec-kind.ts';
import { drmOf } from './drm.ts';
import { type HlsAttributes, type HlsLines, hasUndefinedVariable, readHlsLines } from './hls-lines.ts';
import {
  distinct,
  MAX_MANIFEST_SUBTITLES,
  type Manifest,
  ManifestError,
  type PlaylistVariant,
  resolveReference,
} from './manifest.ts';

type Attributes = NonNullable<ParsedPlaylist['attributes']>;

/**
 * Parses an HLS master or media playlist (RFC 8216). A master's variant is playable by itself when it has video and its
 * audio is not a separate rendition with a URI. I-frame streams and variants without video are left out.
 *
 * @param url of the playlist, after redirects: references resolve against it
 * @throws ManifestError the text is not an HLS playlist
 */
export function parseHls(text: string, url: string): Manifest {
  const lines = readHlsLines(text, url);
  const manifest = lines.isMaster ? masterOf(lines, url) : mediaOf(lines);
  const drm = drmOf(lines.keyFormats);
  return drm ? { ...manifest, drm } : manifest;
}

/**
 * The WebVTT file of a subtitle playlist that consists of a single one, which any player can load without HLS.
 *
 * @throws ManifestError the text is not an HLS playlist
 */
export function singleVttFile(text: string, url: string): string | undefined {
  const { count, first, isComplete } = readHlsLines(text, url).segments;
  if (!isComplete || count !== 1 || first === undefined) return undefined;
  const file = linkOf(first, url);
  return file !== undefined && isVttFile(file) ? file : undefined;
}

function mediaOf({ segments }: HlsLines): Manifest {
  const { duration, isComplete, hasNoVideo: isAudioOnly } = segments;
  return {
    type: 'hls',
    playableVariants: [],
    subtitles: [],
    isLive: !isComplete,
    isAudioOnly,
    duration: isComplete && duration > 0 && Number.isFinite(duration) ? Math.round(duration * 1000) / 1000 : undefined,
  };
}

function masterOf(lines: HlsLines, url: string): Manifest {
  const audio = separateAudioOf(lines, url);
  const variants: PlaylistVariant[] = [];
  const playableVariants = new Map<string, PlaylistVariant>();
  const silent = new Set<string>();
  for (const { uri, attributes = {} } of playlistsOf(lines)) {
    if (variants.length === MAX_VARIANTS) break;
    const variantUrl = uri === undefined ? undefined : linkOf(uri, url);
    if (variantUrl === undefined) continue;
    if (isAudioVariant(attributes, audio.urls.has(variantUrl))) {
      audio.urls.add(variantUrl);
      continue;
    }
    const variant: PlaylistVariant = { url: variantUrl, variantName: attributes.NAME, ...factsOf(attributes) };
    variants.push(variant);
    if (attributes.AUDIO !== undefined && audio.separateGroups.has(attributes.AUDIO)) silent.add(variantUrl);
    else playableVariants.set(variantUrl, variant);
  }
  const withVideo = new Set(variants.map((variant) => variant.url));
  return {
    type: 'hls',
    references: referencesOf(lines),
    renditions: distinct(variants.map(({ url: _url, variantName: _name, ...facts }) => facts)),
    variants,
    playableVariants: [...playableVariants.values()],
    videoOnlyVariants: [...silent].filter((each) => !playableVariants.has(each)),
    audioStreams: [...audio.urls].filter((each) => !withVideo.has(each)),
    isAudioOnly: variants.length === 0 && audio.urls.size > 0,
    subtitles: subtitlesOf(lines, url),
    isLive: false,
  };
}

/** Every address in a master: each may be signed by itself. */
const referencesOf = ({ streams, media, others }: HlsLines): string[] => {
  const uris = streams.filter((line) => !line.startsWith('#'));
  return [...new Set([...uris, ...media.map((attributes) => attributes.get('URI') ?? ''), ...others])].filter(Boolean);
};

/**
 * An audio-only variant: by its codecs, or by the URL of an audio rendition and no RESOLUTION (RFC 8216, 4.3.4.2.1).
 */
function isAudioVariant({ CODECS, RESOLUTION }: Attributes, isListedAsAudio: boolean): boolean {
  return hasNoVideo(CODECS) || (isListedAsAudio && RESOLUTION === undefined && codecKindOf(CODECS) !== 'video');
}

function playlistsOf({ streams }: HlsLines): readonly ParsedPlaylist[] {
  const parser = new Parser();
  try {
    parser.push(`#EXTM3U\n${streams.join('\n')}\n`);
    parser.end();
  } catch {
    throw new ManifestError('the HLS playlist cannot be parsed');
  }
  return parser.manifest.playlists ?? [];
}

/**
 * The audio that is separate from the video. A group is all renditions of one TYPE and GROUP-ID (RFC 8216, 4.3.4.1.1);
 * a group with a rendition that has no URI is in the variant itself, too (4.3.4.2.1).
 */
function separateAudioOf({ media }: HlsLines, url: string) {
  const separateGroups = new Set<string | undefined>();
  const urls = new Set<string>();
  const audio = media.filter((attributes) => attributes.get('TYPE') === 'AUDIO');
  for (const attributes of audio) {
    const uri = attributes.get('URI');
    if (uri === undefined) continue;
    separateGroups.add(attributes.get('GROUP-ID'));
    const link = linkOf(uri, url);
    if (link !== undefined) urls.add(link);
  }
  for (const attributes of audio) if (!attributes.has('URI')) separateGroups.delete(attributes.get('GROUP-ID'));
  return { separateGroups, urls };
}

function factsOf(attributes: Attributes): Rendition {
  return pictureFacts({
    width: attributes.RESOLUTION?.width,
    height: attributes.RESOLUTION?.height,
    bandwidth: attributes.BANDWIDTH,
    codecs: attributes.CODECS,
    frameRate: attributes['FRAME-RATE'],
  });
}

/**
 * Subtitles, each once. Equal ones in several groups, as for each pathway or audio track, are one subtitle; equal ones
 * in a single group are different subtitles.
 */
function subtitlesOf({ media }: HlsLines, url: string): SubtitleCandidate[] {
  const urls = new Set<string>();
  const alikeInGroup = new Map<string, number>();
  const subtitles = new Map<string, SubtitleCandidate>();
  for (const attributes of media) {
    const uri = attributes.get('TYPE') === 'SUBTITLES' ? attributes.get('URI') : undefined;
    const subtitleUrl = uri === undefined ? undefined : linkOf(uri, url);
    if (subtitleUrl === undefined || urls.has(subtitleUrl)) continue;
    if (subtitles.size === MAX_MANIFEST_SUBTITLES) break;
    urls.add(subtitleUrl);
    const facts = JSON.stringify(IDENTITY.map((name) => attributes.get(name)));
    const inGroup = JSON.stringify([attributes.get('GROUP-ID'), facts]);
    const ordinal = (alikeInGroup.get(inGroup) ?? 0) + 1;
    alikeInGroup.set(inGroup, ordinal);
    const key = `${ordinal} ${facts}`;
    if (subtitles.has(key)) continue;
    subtitles.set(key, {
      url: subtitleUrl,
      label: attributes.get('NAME'),
      language: attributes.get('LANGUAGE'),
      kind: subtitleKind(attributes),
      delivery: isVttFile(subtitleUrl) ? undefined : 'in-manifest',
    });
  }
  return [...subtitles.values()];
}

/** Attributes that are equal where renditions of several groups are the same one (RFC 8216, 4.3.4.1.1). */
const IDENTITY = ['NAME', 'LANGUAGE', 'ASSOC-LANGUAGE', 'FORCED', 'CHARACTERISTICS'];

function subtitleKind(attributes: HlsAttributes): SubtitleCandidate['kind'] {
  if (attributes.get('FORCED') === 'YES') return 'forced';
  return attributes.get('CHARACTERISTICS')?.includes('public.accessibility.') ? 'sdh' : undefined;
}

function linkOf(reference: string, url: string): string | undefined {
  return hasUndefinedVariable(reference) ? undefined : resolveReference(reference, url);
}

function isVttFile(url: string): boolean {
  return /\.(vtt|webvtt)$/i.test(new URL(url).pathname);
}
