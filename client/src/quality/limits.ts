import type { DashRungs, HlsLevels } from './players.ts';

/** What a viewer does not want to exceed. */
export interface Limits {
  readonly lines: number | undefined;
  /** Bits per second. */
  readonly limit: number | undefined;
}

/** One quality of a stream, as its player knows it. */
export interface Rung {
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** Bits per second. */
  readonly bitrate: number;
}

/** A player that is kept below limits; what fits the line best stays its own choice. */
export interface Limited {
  rungs(): readonly Rung[];
  /** Applies changed limits to what plays, from the next fragment on. */
  apply(limits: Limits): void;
}

/** Keeps an hls.js player below limits, once it knows its levels. */
export function limitHls(hls: HlsLevels, limits: () => Limits): Limited {
  const cap = (within: Limits) => {
    const best = bestWithin(hls.levels, within);
    hls.autoLevelCapping = best ? hls.levels.indexOf(best) : -1;
  };
  hls.on('hlsManifestParsed', () => {
    // The page may have its own limit.
    if (isAny(limits())) cap(limits());
  });
  return {
    rungs: () => hls.levels,
    apply: (within) => {
      cap(within);
      // Automatic, and what was loaded ahead at another quality is loaded again.
      hls.nextLevel = -1;
    },
  };
}

/** The same for dash.js, which knows a limit of bits only, and forgets one that nothing is below. */
export function limitDash(dash: DashRungs, limits: () => Limits): Limited {
  let rungs: readonly DashRung[] = [];
  const cap = (best: DashRung | undefined) => {
    // Kilobits per second; -1 for no limit.
    const video = best ? Math.ceil(best.bitrate / 1000) : -1;
    dash.updateSettings({ streaming: { abr: { maxBitrate: { video } } } });
  };
  dash.on('manifestLoaded', (event) => {
    rungs = rungsIn(event as DashLoaded);
    if (isAny(limits())) cap(bestWithin(rungs, limits()));
  });
  return {
    rungs: () => rungs,
    apply: (within) => {
      const best = bestWithin(rungs, within);
      cap(best);
      const { bandwidth = 0 } = dash.getCurrentRepresentationForType('video') ?? {};
      // What was loaded ahead above the limit is loaded again; below it, dash.js does so by itself.
      if (best && bandwidth > best.bitrate) dash.setRepresentationForTypeById('video', best.id, true);
    },
  };
}

interface DashRung extends Rung {
  readonly id: string;
}

const isAny = ({ lines, limit }: Limits): boolean => lines !== undefined || limit !== undefined;

/** The best rung within the limits; the least where none is; undefined where there are no limits. */
function bestWithin<Item extends Rung>(rungs: readonly Item[], limits: Limits): Item | undefined {
  if (!isAny(limits)) return undefined;
  const { lines = Number.POSITIVE_INFINITY, limit = Number.POSITIVE_INFINITY } = limits;
  const rising = rungs.toSorted((a, b) => a.bitrate - b.bitrate);
  return rising.findLast((rung) => linesOf(rung) <= lines && rung.bitrate <= limit) ?? rising[0];
}

/** The smaller of the two sizes, as the API counts them; 0 where none is known. */
const linesOf = ({ width, height }: Partial<Rung>): number => Math.min(width || height || 0, height || width || 0);

/** The lines by which viewers know a quality: 1080 for a wide film of 1920 to 804. 0 where no size is known. */
export function namedLines({ width = 0, height = 0 }: Partial<Rung>): number {
  return Math.max(linesOf({ width, height }), Math.round((Math.max(width, height) * 9) / 16));
}

/** What dash.js reports of a manifest, as much of it as is used here. */
interface DashLoaded {
  readonly data?: {
    readonly Period?: readonly {
      readonly AdaptationSet?: readonly {
        readonly Representation?: readonly { id: string; width?: number; height?: number; bandwidth?: number }[];
      }[];
    }[];
  };
}

function rungsIn({ data }: DashLoaded): DashRung[] {
  const all = (data?.Period ?? []).flatMap(({ AdaptationSet = [] }) =>
    AdaptationSet.flatMap(({ Representation = [] }) => Representation),
  );
  return all
    .filter(({ height }) => height !== undefined)
    .map(({ id, width, height, bandwidth = 0 }) => ({ id, width, height, bitrate: bandwidth }));
}
