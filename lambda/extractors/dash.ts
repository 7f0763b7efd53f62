import type { Rendition, SubtitleCandidate } from '../stream/candidate.ts';
import { pictureFacts } from '../stream/picture-facts.ts';
import {
  distinct,
  isAudioOnly,
  MAX_MANIFEST_SUBTITLES,
  MAX_RENDITIONS,
  type Manifest,
  resolveReference,
} from './manifest.ts';
import { attribute, children, childText, readMpd, type XmlElement } from './mpd-xml.ts';

/**
 * Reads the Representations of a DASH MPD (ISO/IEC 23009-1): the video ladder, and subtitles that are whole WebVTT
 * files. No segment is looked at, so a timeline that repeats itself a billion times costs nothing.
 *
 * @param url the MPD's own, after redirects
 * @throws ManifestError the text is no MPD
 */
export function parseDash(text: string, url: string): Manifest {
  const mpd = readMpd(text);
  const renditions: Rendition[] = [];
  const subtitles = new Map<string, SubtitleCandidate>();
  const kinds = new Set<string | undefined>();
  const mpdBase = baseOf(mpd, url);
  const periods = children(mpd, 'Period');
  for (const period of periods) {
    const periodBase = baseOf(period, mpdBase);
    for (const set of children(period, 'AdaptationSet')) {
      const setBase = baseOf(set, periodBase);
      for (const representation of children(set, 'Representation')) {
        const kind = kindOf(set, representation);
        kinds.add(kind);
        if (kind === 'video' && !isTrickPlay(set) && renditions.length < MAX_RENDITIONS) {
          renditions.push(renditionOf(set, representation));
        }
        const subtitle = kind === 'text' ? subtitleOf(set, representation, setBase) : undefined;
        if (subtitle !== undefined && subtitles.size < MAX_MANIFEST_SUBTITLES) subtitles.set(subtitle.url, subtitle);
      }
    }
  }
  const isLive = attribute(mpd, 'type') === 'dynamic';
  return {
    type: 'dash',
    renditions: distinct(renditions),
    variants: [],
    subtitles: [...subtitles.values()],
    isLive,
    isAudioOnly: kinds.has('audio') && !kinds.has('video') && !kinds.has(undefined),
    duration: isLive ? undefined : (seconds(attribute(mpd, 'mediaPresentationDuration')) ?? totalOf(periods)),
  };
}

/** Periods that all tell how long they are make the whole (5.3.2.1). */
function totalOf(periods: readonly XmlElement[]): number | undefined {
  const durations = periods.map((period) => seconds(attribute(period, 'duration')));
  const total = durations.reduce<number>((sum, duration) => sum + (duration ?? Number.NaN), 0);
  return total > 0 ? total : undefined;
}

/** Most attributes may stand on the Representation or on its AdaptationSet (5.3.7.2, common attributes). */
function inherited(set: XmlElement, representation: XmlElement, name: string): string | undefined {
  return attribute(representation, name) ?? attribute(set, name);
}

function kindOf(set: XmlElement, representation: XmlElement): string | undefined {
  const mimeType = inherited(set, representation, 'mimeType')?.toLowerCase();
  const declared = attribute(set, 'contentType')?.toLowerCase() ?? mimeType?.split('/')[0];
  if (mimeType === 'text/vtt') return 'text';
  // Pictures for the seek bar, one to a tile of a larger one (DASH-IF IOP, "Tiles of thumbnail images").
  if (declared === 'image' || mimeType?.startsWith('image/')) return 'image';
  if (declared === 'video' || declared === 'audio' || declared === 'text') return declared;
  if (inherited(set, representation, 'height') !== undefined) return 'video';
  const codecs = inherited(set, representation, 'codecs');
  return codecs === undefined || isAudioOnly(codecs) || mimeType !== undefined ? undefined : 'video';
}

const SEGMENTED = ['SegmentTemplate', 'SegmentList'];

/** A set of still pictures for the seek bar (DASH-IF IOP, 3.2.9). */
function isTrickPlay(set: XmlElement): boolean {
  return children(set, 'EssentialProperty').some((property) =>
    attribute(property, 'schemeIdUri')?.includes('/guidelines/trickmode'),
  );
}

function renditionOf(set: XmlElement, representation: XmlElement): Rendition {
  return pictureFacts({
    width: number(inherited(set, representation, 'width')),
    height: number(inherited(set, representation, 'height')),
    bandwidth: number(attribute(representation, 'bandwidth')),
    codecs: inherited(set, representation, 'codecs'),
    frameRate: ratio(inherited(set, representation, 'frameRate')),
  });
}

function subtitleOf(set: XmlElement, representation: XmlElement, setBase: string): SubtitleCandidate | undefined {
  if (inherited(set, representation, 'mimeType')?.toLowerCase() !== 'text/vtt') return undefined;
  // In segments it is no file, and without a name of its own it is nothing to fetch.
  if ([set, representation].some((each) => SEGMENTED.some((name) => children(each, name).length > 0))) return undefined;
  if ([set, representation].every((each) => childText(each, 'BaseURL') === undefined)) return undefined;
  const roles = children(set, 'Role').map((role) => attribute(role, 'value'));
  const forced = roles.includes('forced-subtitle') || roles.includes('forced_subtitle');
  return {
    url: baseOf(representation, setBase),
    label: childText(set, 'Label') ?? attribute(set, 'label'),
    language: inherited(set, representation, 'lang'),
    kind: forced ? 'forced' : roles.includes('caption') ? 'sdh' : undefined,
  };
}

/** Base URLs nest, each relative to the one around it (5.6.4). */
function baseOf(element: XmlElement, outer: string): string {
  const reference = childText(element, 'BaseURL')?.trim();
  return (reference === undefined ? undefined : resolveReference(reference, outer)) ?? outer;
}

function number(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** `25`, `30000/1001`, and the decimals that some packagers write. */
function ratio(text: string | undefined): number | undefined {
  const match = /^(\d{1,9}(?:\.\d{1,9})?)(?:\/(\d{1,9}))?$/.exec(text ?? '');
  if (match === null) return undefined;
  return Math.round((Number(match[1]) / Number(match[2] ?? 1)) * 1000) / 1000;
}

/** An xs:duration of days and less; years and months have no length in seconds and must be zero. */
function seconds(duration: string | undefined): number | undefined {
  const pattern =
    /^P(?:0+Y)?(?:0+M)?(?:(\d{1,6})D)?(?:T(?:(\d{1,8})H)?(?:(\d{1,8})M)?(?:(\d{1,10}(?:\.\d{1,12})?)S)?)?$/;
  const match = pattern.exec(duration ?? '');
  if (match === null) return undefined;
  const [days, hours, minutes, rest] = match.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
  ];
  const total = ((days * 24 + hours) * 60 + minutes) * 60 + rest;
  return total > 0 ? total : undefined;
}
