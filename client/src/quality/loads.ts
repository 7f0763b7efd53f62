import type { Sample } from './bandwidth-memory.ts';
import type { DashLoads, HlsLevels } from './players.ts';

/** What hls.js reports of a fragment, as much of it as is used here. */
interface HlsLoaded {
  readonly frag: HlsLoad;
  /** Of a low-latency stream. */
  readonly part?: HlsLoad | null;
}

interface HlsLoad {
  readonly url?: string;
  readonly stats: { readonly loaded: number; readonly loading: { readonly start: number; readonly end: number } };
}

/** What dash.js reports of one. */
interface DashLoaded {
  readonly request?: {
    readonly url?: string;
    readonly bytesLoaded?: number;
    readonly startDate?: Date | null;
    readonly endDate?: Date | null;
  };
}

/** Reports each segment that hls.js or dash.js loads from the network. Ends with the player. */
export function followLoads(player: HlsLevels | DashLoads, onSample: (sample: Sample) => void): void {
  if ('levels' in player) {
    player.on('hlsFragLoaded', (_event: unknown, { frag, part }: HlsLoaded) => {
      const { url, stats } = part ?? frag;
      const { start, end } = stats.loading;
      if (!isFromCache(url)) onSample({ bits: stats.loaded * 8, ms: end - start });
    });
    return;
  }
  player.on('fragmentLoadingCompleted', (event) => {
    const { url, bytesLoaded, startDate, endDate } = (event as DashLoaded).request ?? {};
    if (bytesLoaded && startDate && endDate && !isFromCache(url)) {
      onSample({ bits: bytesLoaded * 8, ms: endDate.getTime() - startDate.getTime() });
    }
  });
}

/** Reports the language of the sound when it changes while a stream plays, which a player does not do by itself. */
export function followSound(hls: HlsLevels, onChange: (language: string) => void): void {
  let first: string | undefined;
  hls.on('hlsAudioTrackSwitching', (_event: unknown, { lang = '' }: { lang?: string | undefined }) => {
    if (first !== undefined && lang !== '' && lang !== first) onChange(lang);
    first = lang;
  });
}

/**
 * Whether the last load of a URL came out of the browser's cache: nothing was transferred of a body that is known
 * (Resource Timing, "transferSize"). Where a host keeps its sizes to itself, both are 0, and it counts as loaded.
 */
export function isFromCache(url: string | undefined): boolean {
  if (url === undefined) return false;
  const entries = globalThis.performance?.getEntriesByName?.(url, 'resource') as unknown as
    | readonly { readonly transferSize: number; readonly encodedBodySize: number }[]
    | undefined;
  const last = entries?.at(-1);
  return last !== undefined && last.transferSize === 0 && last.encodedBodySize > 0;
}
