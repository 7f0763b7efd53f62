import { type ParsedPlaylist, Parser } from 'm3u8-parser';
import type { Rendition, SubtitleCandidate } from '../stream/candidate.ts';
import { pictureFacts } from '../stream/picture-facts.ts';
import { type HlsLines, readHlsLines } from './hls-lines.ts';
import {
  distinct,
  isAudioOnly,
  MAX_MANIFEST_SUBTITLES,
  MAX_RENDITIONS,
  type Manifest,
  ManifestError,
  resolveReference,
} from './manifest.ts';

/**
 * Reads an HLS master or media playlist (RFC 8216). A master's variant counts as playable by itself when it has a
 * picture and its sound is not a separate rendition with a URI. I-frame and audio-only streams are left out altogether.
 *
 * @param url the playlist's own, after redirects: references resolve against it
 * @throws ManifestError the text is no HLS playlist
 */
export function parseHls(text: string, url: string): Manifest {
  const lines = readHlsLines(text, url);
  const playlist = parseStructure(lines);
  if (playlist.playlists === undefined) {
    const isLive = playlist.endList !== true;
    return {
      type: 'hls',
      variants: [],
      subtitles: [],
      isLive,
      duration: isLive ? undefined : total(playlist.segments),
    };
  }
  const withSeparateAudio = separateAudioGroups(lines);
  const renditions: Rendition[] = [];
  const variants = new Map<string, Rendition & { url: string }>();
  const silent = new Set<string>();
  let audioOnly = 0;
  for (const variant of playlist.playlists) {
    if (renditions.length === MAX_RENDITIONS) break;
    const { uri, attributes } = variant;
    const variantUrl = uri === undefined ? undefined : resolveReference(uri, url);
    if (attributes === undefined || variantUrl === undefined) continue;
    if (attributes.RESOLUTION === undefined && isAudioOnly(attributes.CODECS)) {
      audioOnly += 1;
      continue;
    }
    const rendition = renditionOf(attributes);
    renditions.push(rendition);
    const audio = attributes.AUDIO;
    if (audio !== undefined && withSeparateAudio.has(audio)) silent.add(variantUrl);
    else variants.set(variantUrl, { url: variantUrl, ...rendition });
  }
  return {
    type: 'hls',
    renditions: distinct(renditions),
    variants: [...variants.values()],
    silentVariants: [...silent].filter((each) => !variants.has(each)),
    isAudioOnly: audioOnly > 0 && renditions.length === 0,
    subtitles: subtitlesOf(lines, url),
    isLive: false,
  };
}

/**
 * The one WebVTT file that a subtitle playlist consists of, if it does: any player can load that without HLS.
 *
 * @throws ManifestError the text is no HLS playlist
 */
export function singleVttFile(text: string, url: string): string | undefined {
  const { segments, endList } = parseStructure(readHlsLines(text, url));
  const [only] = segments;
  if (!endList || segments.length !== 1 || only?.uri === undefined) return undefined;
  const file = resolveReference(only.uri, url);
  return file !== undefined && isVttFile(file) ? file : undefined;
}

function parseStructure({ structure }: HlsLines) {
  const parser = new Parser();
  try {
    parser.push(`${structure.join('\n')}\n`);
    parser.end();
  } catch {
    throw new ManifestError('the HLS playlist cannot be parsed');
  }
  return parser.manifest;
}

/** A group with one rendition that has no URI is in the variant itself, too (RFC 8216, 4.3.4.2.1). */
function separateAudioGroups({ media }: HlsLines): ReadonlySet<string | undefined> {
  const separate = new Set<string | undefined>();
  const audio = media.filter((attributes) => attributes.get('TYPE') === 'AUDIO');
  for (const attributes of audio) if (attributes.has('URI')) separate.add(attributes.get('GROUP-ID'));
  for (const attributes of audio) if (!attributes.has('URI')) separate.delete(attributes.get('GROUP-ID'));
  return separate;
}

function renditionOf(attributes: NonNullable<ParsedPlaylist['attributes']>): Rendition {
  return pictureFacts({
    width: attributes.RESOLUTION?.width,
    height: attributes.RESOLUTION?.height,
    bandwidth: attributes.BANDWIDTH,
    codecs: attributes.CODECS,
    frameRate: attributes['FRAME-RATE'],
  });
}

function subtitlesOf({ media }: HlsLines, url: string): SubtitleCandidate[] {
  const subtitles = new Map<string, SubtitleCandidate>();
  for (const attributes of media) {
    const uri = attributes.get('TYPE') === 'SUBTITLES' ? attributes.get('URI') : undefined;
    const subtitleUrl = uri === undefined ? undefined : resolveReference(uri, url);
    if (subtitleUrl === undefined || subtitles.has(subtitleUrl) || subtitles.size === MAX_MANIFEST_SUBTITLES) continue;
    subtitles.set(subtitleUrl, {
      url: subtitleUrl,
      label: attributes.get('NAME'),
      language: attributes.get('LANGUAGE'),
      kind: subtitleKind(attributes),
      delivery: isVttFile(subtitleUrl) ? undefined : 'in-manifest',
    });
  }
  return [...subtitles.values()];
}

function subtitleKind(attributes: ReadonlyMap<string, string>): SubtitleCandidate['kind'] {
  if (attributes.get('FORCED') === 'YES') return 'forced';
  return attributes.get('CHARACTERISTICS')?.includes('public.accessibility.') ? 'sdh' : undefined;
}

function isVttFile(url: string): boolean {
  return /\.(vtt|webvtt)$/i.test(new URL(url).pathname);
}

function total(segments: readonly ParsedPlaylist[]): number | undefined {
  const seconds = segments.reduce((sum, segment) => sum + (segment.duration ?? 0), 0);
  return Number.isFinite(seconds) && seconds > 0 ? Math.round(seconds * 1000) / 1000 : undefined;
}
