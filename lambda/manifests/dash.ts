import { MAX_VARIANTS } from '../../contract/bounds.ts';
import type { Rendition, SubtitleCandidate } from '../stream/candidate.ts';
import { pictureFacts } from '../stream/quality/picture-facts.ts';
import { type CodecKind, codecKindOf } from './codec-kind.ts';
import { periodTimes, prevailingLadder, secondsIn } from './dash-periods.ts';
import { isTextType, rolesOf, textTrackOf } from './dash-text.ts';
import { drmOf } from './drm.ts';
import { distinct, MAX_MANIFEST_SUBTITLES, type Manifest } from './manifest.ts';
import { attribute, baseOf, children, descriptors, readMpd, type XmlElement } from './mpd-xml.ts';

/**
 * Parses the Representations of a DASH MPD (ISO/IEC 23009-1): the video ladder, and subtitles. Segments are ignored, so
 * a timeline with a billion repetitions costs nothing.
 *
 * @param url of the MPD, after redirects
 * @throws ManifestError the text is not an MPD
 */
export function parseDash(text: string, url: string): Manifest {
  const mpd = readMpd(text);
  const subtitles = new Map<string, SubtitleCandidate>();
  const kinds = new Set<StreamKind | undefined>();
  const ladders: Rendition[][] = [];
  const schemes = new Set<string>();
  const mpdBase = baseOf(mpd, url);
  const periods = children(mpd, 'Period');
  for (const period of periods) {
    const periodBase = baseOf(period, mpdBase);
    const ladder: Rendition[] = [];
    const signed: Rendition[] = [];
    for (const set of children(period, 'AdaptationSet')) {
      const setBase = baseOf(set, periodBase);
      addSchemes(set, schemes);
      for (const representation of children(set, 'Representation')) {
        addSchemes(representation, schemes);
        const kind = kindOf(set, representation);
        kinds.add(kind);
        if (kind === 'video') {
          const renditions = rolesOf(set, representation).has('sign') ? signed : ladder;
          if (renditions.length < MAX_VARIANTS) renditions.push(renditionOf(set, representation));
        } else if (kind === 'text' && subtitles.size < MAX_MANIFEST_SUBTITLES) {
          const mimeType = mimeTypeOf(set, representation);
          const track = textTrackOf({ period, set, representation, mimeType, setBase }, url);
          if (track !== undefined) subtitles.set(identityOf(track), track);
        }
      }
    }
    // Where all video is in sign language, that is the title.
    ladders.push(ladder.length > 0 ? ladder : signed);
  }
  const isLive = attribute(mpd, 'type') === 'dynamic';
  const drm = drmOf([...schemes]);
  const { lengths, total } = periodTimes(periods, positive(secondsIn(mpd, 'mediaPresentationDuration')));
  return {
    type: 'dash',
    renditions: distinct(prevailingLadder(ladders, lengths)).slice(0, MAX_VARIANTS),
    playableVariants: [],
    subtitles: [...subtitles.values()],
    isLive,
    ...(drm && { drm }),
    isAudioOnly: (kinds.has('audio') || kinds.has('text')) && !kinds.has('video') && !kinds.has(undefined),
    duration: isLive ? undefined : positive(total),
  };
}

/** ContentProtection is on an AdaptationSet or on its Representations (5.8.4.1). */
function addSchemes(element: XmlElement, schemes: Set<string>): void {
  for (const protection of descriptors(element, 'ContentProtection')) {
    const scheme = attribute(protection, 'schemeIdUri');
    if (scheme !== undefined) schemes.add(scheme);
  }
}

/** A key for a subtitle; the tracks of an MPD all have its URL. */
function identityOf({ url, delivery, label, language, kind }: SubtitleCandidate): string {
  return delivery === undefined ? url : JSON.stringify([url, label, language, kind]);
}

/** Common attributes are on the Representation or on its AdaptationSet (5.3.7.2). */
function inherited(set: XmlElement, representation: XmlElement, name: string): string | undefined {
  return attribute(representation, name) ?? attribute(set, name);
}

function mimeTypeOf(set: XmlElement, representation: XmlElement): string | undefined {
  return inherited(set, representation, 'mimeType')?.trim().toLowerCase();
}

type StreamKind = CodecKind | 'image';

/** The kind of a Representation: by its declaration, else by its codecs, else by having a height. */
function kindOf(set: XmlElement, representation: XmlElement): StreamKind | undefined {
  const mimeType = mimeTypeOf(set, representation);
  const components = descriptors(set, 'ContentComponent').map((component) => attribute(component, 'contentType'));
  const declared = (
    attribute(set, 'contentType') ??
    (components.includes('video') ? 'video' : components[0]) ??
    mimeType?.split('/')[0]
  )?.toLowerCase();
  // Images for the seek bar (DASH-IF IOP, "Tiles of thumbnail images").
  if (declared === 'image' || mimeType?.startsWith('image/') || isForSeeking(set, representation)) return 'image';
  if (isTextType(mimeType)) return 'text';
  const codecs = inherited(set, representation, 'codecs');
  const carried = codecKindOf(codecs);
  // Codecs of audio or text outweigh every declaration.
  if (carried !== undefined && carried !== 'video') return carried;
  if (declared === 'video' || declared === 'audio' || declared === 'text') return declared;
  if (carried === 'video' || inherited(set, representation, 'height') !== undefined) return 'video';
  return codecs === undefined || mimeType !== undefined ? undefined : 'video';
}

/** Frames for fast forward and tiles of thumbnails (DASH-IF IOP, 3.2.9 and 6.2.6). */
const FOR_SEEKING = /dashif\.org\/(?:guidelines\/)?(?:trickmode|thumbnail_tile)/i;

function isForSeeking(set: XmlElement, representation: XmlElement): boolean {
  const properties = [set, representation].flatMap((level) => [
    ...descriptors(level, 'EssentialProperty'),
    ...descriptors(level, 'SupplementalProperty'),
  ]);
  if (properties.some((property) => FOR_SEEKING.test(attribute(property, 'schemeIdUri') ?? ''))) return true;
  // DASH's own marks of trick-play: made for a higher speed, of frames that depend on no other (5.3.7.2).
  return (
    Number(inherited(set, representation, 'maxPlayoutRate')) > 1 &&
    inherited(set, representation, 'codingDependency') === 'false'
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

function number(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** `25`, `30000/1001`, and the decimals that some packagers write. */
function ratio(text: string | undefined): number | undefined {
  const match = /^(\d{1,9}(?:\.\d{1,9})?)(?:\/(\d{1,9}))?$/.exec(text ?? '');
  if (match === null) return undefined;
  return Math.round((Number(match[1]) / Number(match[2] ?? 1)) * 1000) / 1000;
}

function positive(seconds: number | undefined): number | undefined {
  return seconds !== undefined && seconds > 0 && Number.isFinite(seconds) ? seconds : undefined;
}
