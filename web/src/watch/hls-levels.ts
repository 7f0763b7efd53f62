import type { HlsInstance } from '@stream-api/client/player';
import { recall } from './remembered.ts';

/** A quality to choose. */
export interface Level {
  /** Of hls.js, the index of its level; else the number of lines. */
  readonly index: number;
  readonly name: string;
}

export interface Levels {
  /** Best first. */
  readonly levels: readonly Level[];
  /** The index of the chosen one; -1 while the player chooses. */
  readonly level: number;
}

/** Reports the levels of a stream once they are known, and chooses the one that was chosen for the title before. */
export function followLevels(hls: HlsInstance, onLevels: (known: Levels) => void): void {
  hls.on('hlsManifestParsed', () => {
    const levels = hls.levels.map(({ height, bitrate }, index) => ({
      index,
      name: height ? `${height}p` : `${Math.round(bitrate / 1000)} kbit/s`,
    }));
    const level = nearestLevel(hls, recall().height);
    if (level >= 0) hls.loadLevel = level;
    onLevels({ levels: levels.reverse(), level });
  });
}

/** Reports the source of a title's playlist that a stream loads from: it may be a mirror of the one it began with. */
export function followPathway(hls: HlsInstance, loadsFrom: (id: string) => void): void {
  hls.on('hlsFragBuffered', () => {
    const { pathwayId } = (hls.levels[hls.loadLevel] ?? {}) as { pathwayId?: string };
    // The API names a pathway by source, expiry and ladder.
    const [id] = pathwayId?.split('.') ?? [];
    if (id) loadsFrom(id);
  });
}

/**
 * A picture that does not move is drawn anew only by a seek.
 *
 * @param level the one to show; -1 for whichever comes
 */
export function showWhenLoaded(hls: HlsInstance, video: HTMLVideoElement, level: number): void {
  const draw = (_event: unknown, { frag }: { frag: { readonly type: string; readonly level: number } }) => {
    // What was loading of the former level may arrive first.
    if (frag.type !== 'main' || (level >= 0 && frag.level !== level)) return;
    hls.off('hlsFragBuffered', draw);
    video.currentTime += 0.001;
  };
  hls.on('hlsFragBuffered', draw);
}

/** The index of the level whose height is nearest to one; -1, which lets the player choose, where none is wanted. */
function nearestLevel({ levels }: HlsInstance, wanted: number | undefined): number {
  if (wanted === undefined) return -1;
  const distances = levels.map(({ height }) => Math.abs(height - wanted));
  return distances.indexOf(Math.min(...distances));
}
