import type { Source, SourceType, Variant } from '../answer.ts';
import type { Attempt } from './failure.ts';

export type EngineKind = 'hls' | 'dash' | 'native';

/** A source that this browser can play, and by what. */
export interface Playable {
  readonly source: Source;
  readonly kind: EngineKind;
  /** False where it plays, and the device does not keep up with it. */
  readonly isSmooth?: boolean | undefined;
}

/** What a browser can play with what the page provides. */
export interface Abilities {
  readonly video: HTMLVideoElement;
  /** Whether the page has hls.js, and the browser what it needs. */
  readonly hasHls: boolean;
  readonly hasDash: boolean;
  readonly hlsConfig: object | undefined;
  readonly dashConfig: { readonly protection?: object | undefined } | undefined;
}

const MIME_TYPES: Record<SourceType, string> = {
  hls: 'application/vnd.apple.mpegurl',
  dash: 'application/dash+xml',
  mp4: 'video/mp4',
  webm: 'video/webm',
};

/** Codecs of pictures (RFC 6381); of a list, the others are of sound. */
const PICTURE = /^(avc|hvc|hev|vp0?[89]|av01|dvh|dav)/;

/**
 * The sources in the order to try: those of an adaptive stream first, which fit every connection, otherwise as the
 * answer lists them. What would not play smoothly comes after the others, and what is known to be down after those.
 */
export async function playableSources(
  sources: readonly Source[],
  abilities: Abilities,
): Promise<{ playable: Playable[]; skipped: Attempt[] }> {
  const looked = await Promise.all(
    sources.map((source) =>
      // An answer of another making: what is wrong with one source is no end of the title.
      lookAt(source, abilities).catch((): Attempt => ({ source, reason: 'its facts cannot be read' })),
    ),
  );
  const skipped = looked.filter((each) => 'reason' in each);
  const playable = looked
    .filter((each) => 'kind' in each)
    .map((each) => ({ ...each, place: placeOf(each.source, each.isSmooth) }))
    .sort((one, other) => one.place - other.place)
    .map(({ source, kind, isSmooth }) => ({ source, kind, isSmooth }));
  return { playable, skipped };
}

/** In words, why a source is not tried; else by what it is played. */
async function lookAt(source: Source, abilities: Abilities): Promise<(Playable & { isSmooth: boolean }) | Attempt> {
  if (source.browser === false) return { source, reason: 'its host does not allow web pages to read it' };
  const kind = kindOf(source, abilities);
  if (kind === undefined) return { source, reason: 'a form that this browser does not play' };
  if (source.drm && !hasDrm(kind, abilities)) return { source, reason: 'protected, and the page has no DRM settings' };
  const best = source.variants?.[0] ?? source;
  const fits = await decodes(best, kind);
  // An adaptive player chooses among the renditions, and the least of them is enough to play.
  const isEnough = fits.supported || (source.variants ?? []).some((each) => each !== best && isDecodable(each, kind));
  if (!isEnough) return { source, reason: 'no codec that this browser plays' };
  return { source, kind, isSmooth: fits.smooth };
}

/**
 * Safari plays HLS itself, with AirPlay and FairPlay. Other browsers that do so lack what hls.js has, content steering
 * first. DRM settings are for the library.
 */
function kindOf({ type, codecs, drm }: Source, abilities: Abilities): EngineKind | undefined {
  const { video, hasHls, hasDash } = abilities;
  if (type === 'dash') return hasDash ? 'dash' : undefined;
  const withCodecs = type !== 'hls' && codecs ? `; codecs="${codecs}"` : '';
  const isNative = video.canPlayType(MIME_TYPES[type] + withCodecs) !== '';
  const isSafari = isNative && 'WebKitPlaybackTargetAvailabilityEvent' in globalThis;
  if (type === 'hls' && hasHls && (drm || !isSafari)) return 'hls';
  return isNative ? 'native' : undefined;
}

function hasDrm(kind: EngineKind, { hlsConfig, dashConfig }: Abilities): boolean {
  if (kind === 'dash') return dashConfig?.protection !== undefined;
  return kind === 'hls' && hlsConfig !== undefined && ('drmSystems' in hlsConfig || 'emeEnabled' in hlsConfig);
}

async function decodes(variant: Variant, kind: EngineKind): Promise<{ supported: boolean; smooth: boolean }> {
  const { width, height, bandwidth, frameRate, codecs } = variant;
  const picture = pictureOf(codecs);
  const capabilities = (globalThis.navigator as Navigator | undefined)?.mediaCapabilities;
  if (capabilities && picture && width && height && bandwidth) {
    try {
      const video = { contentType: typeOf(picture), width, height, bitrate: bandwidth, framerate: frameRate ?? 30 };
      return await capabilities.decodingInfo({ type: kind === 'native' ? 'file' : 'media-source', video });
    } catch {
      // A description that this browser does not know.
    }
  }
  return { supported: isDecodable(variant, kind), smooth: true };
}

/** What is unknown is tried. */
function isDecodable({ codecs }: Variant, kind: EngineKind): boolean {
  const picture = pictureOf(codecs);
  const MediaSources = globalThis.MediaSource as typeof MediaSource | undefined;
  if (!picture || kind === 'native' || !MediaSources) return true;
  return MediaSources.isTypeSupported(typeOf(picture));
}

const pictureOf = (codecs: string | undefined): string | undefined =>
  codecs?.split(/\s*,\s*/).find((codec) => PICTURE.test(codec));

const typeOf = (codec: string): string => `video/${/^vp/.test(codec) ? 'webm' : 'mp4'}; codecs="${codec}"`;

function placeOf({ health, type, quality, variants }: Source, isSmooth: boolean): number {
  const isAdaptive = variants !== undefined || (quality === 'auto' && (type === 'hls' || type === 'dash'));
  return (health === 'down' ? 4 : 0) + (isSmooth ? 0 : 2) + (isAdaptive ? 0 : 1);
}
