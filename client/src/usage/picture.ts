import { qualityClassOf } from '../../../contract/quality/quality-class.ts';
import type { Source, Variant } from '../answer.ts';

/** What is on the screen. */
export interface Picture {
  /** `720p` */
  readonly quality: string | undefined;
  /** Kilobits per second, where the player knows. */
  readonly kbps: number | undefined;
}

/** The parts of a player that are read here. */
export interface MeasuredPlayer {
  // biome-ignore lint/suspicious/noExplicitAny: hls.js and dash.js declare one signature for each of their events
  on(event: any, listener: (...facts: any[]) => void): void;
  /** Of hls.js. */
  readonly levels?: readonly { readonly bitrate: number; readonly width?: number; readonly height: number }[];
  /** The index of the level that plays; -1 for none. */
  readonly currentLevel?: number;
}

/**
 * The picture of a source: by the level that plays where the player is hls.js, else by its own size. What was declared
 * of a file counts for nothing: this is what its viewer really gets.
 */
export function pictureOf(video: HTMLVideoElement, source: Source, player: MeasuredPlayer | undefined): Picture {
  const level = player?.levels?.[player.currentLevel ?? -1];
  const ofScreen = classOf(video.videoWidth, video.videoHeight);
  if (!level) return { quality: ofScreen, kbps: undefined };
  const { bitrate, width = 0, height } = level;
  return {
    quality: classOfRate(source, bitrate / 1000) ?? classOf(width, height) ?? ofScreen,
    kbps: Math.round(bitrate / 1000),
  };
}

/** The class of the rendition with this bit rate, in kilobits per second, where the source lists it. */
export function classOfRate({ variants = [] }: { readonly variants?: readonly Variant[] | undefined }, kbps: number) {
  const found = variants.find(({ bandwidth = 0 }) => Math.round(bandwidth / 1000) === Math.round(kbps));
  return found?.quality === 'auto' ? undefined : found?.quality;
}

const classOf = (width: number, height: number) => qualityClassOf(width || undefined, height || undefined);

/** Calls back with each address that a player loads media from. */
export function followAddresses(player: MeasuredPlayer, onAddress: (url: string) => void): void {
  const heard = (url: string | undefined) => url && onAddress(url);
  if (player.levels) player.on('hlsFragLoaded', (_event, { frag }: { frag: { url?: string } }) => heard(frag.url));
  else player.on('fragmentLoadingCompleted', ({ request }: { request?: { url?: string } }) => heard(request?.url));
}
