import type { Source } from '../answer.ts';
import type { Failure } from '../sources/failure.ts';
import { LEAST_BYTES, leftToPlay, NEARLY_EMPTY_S } from './buffered.ts';
import type { Engine, EngineStart, Loading } from './engine.ts';
import type { HlsInstance, HlsLibrary } from './player-library.ts';

/** What hls.js reports with its `hlsError`, as much of it as is used here. */
interface HlsError {
  readonly fatal: boolean;
  readonly type: string;
  readonly details: string;
  readonly url?: string | undefined;
  readonly response?: { readonly code?: number; readonly url?: string } | undefined;
  readonly frag?: HlsFragment | undefined;
  readonly context?: { readonly url?: string } | null | undefined;
}

interface HlsFragment {
  readonly url?: string;
  /** Of what it is: picture, sound or subtitles. */
  readonly type: string;
  /** Of its present load. */
  readonly stats: { readonly loaded: number };
}

/** No host that is silent for so long is waited for, while there are others. */
const FIRST_BYTE_MS = 6_000;
const LONGEST_LOAD_MS = 20_000;
/** How often a server that is away is asked again while loaded film plays. */
const AWAY_MS = 1_500;
/** A fragment that takes longer than it plays cannot keep up; before the first one, its length is unknown. */
const FRAGMENT_LIVES = 2;

const policy = (maxNumRetry: number) => ({
  default: {
    maxTimeToFirstByteMs: FIRST_BYTE_MS,
    maxLoadTimeMs: LONGEST_LOAD_MS,
    timeoutRetry: null,
    errorRetry: { maxNumRetry, retryDelayMs: 500, maxRetryDelayMs: 500 },
  },
});

/** How to load an HLS source. */
export interface HlsStart extends EngineStart {
  /** The API's playlist for a source, which a player keeps alive by itself; undefined where the API has none. */
  readonly playlistOf: (source: Source) => string | undefined;
  /** Called when the API's playlist cannot be loaded, and the source itself is. */
  readonly onNoPlaylist: () => void;
}

/** Plays an HLS source by hls.js: from the API's playlist, else from the source itself. */
export function startHls(Hls: HlsLibrary, config: object | undefined, start: HlsStart): Engine {
  const { video, clock, position, signal: leaving, onPlayer, onFailure } = start;
  let { source } = start;
  let playlist = start.playlistOf(source);
  let isRenewing = false;
  let isRecovered = false;
  let timeouts = 0;
  const loading: Loading = new Map();
  let trouble: Failure | undefined;
  const fragments = policy(1);
  const hls = new Hls({
    manifestLoadPolicy: policy(0),
    playlistLoadPolicy: policy(0),
    fragLoadPolicy: fragments,
    renderTextTracksNatively: start.hasOwnSubtitles,
    // Where the answer has every subtitle as a file, those of the manifest are not even loaded.
    ...(!start.hasOwnSubtitles && { enableWebVTT: false, enableIMSC1: false }),
    ...(position !== undefined && { startPosition: position }),
    ...config,
  }) as HlsInstance & { startLoad(): void };
  onPlayer(hls);

  hls.on('hlsLevelLoaded', (_event, { details }: { details: { targetduration: number } }) => {
    fragments.default.maxLoadTimeMs = Math.max(FIRST_BYTE_MS, details.targetduration * 1000 * FRAGMENT_LIVES);
  });
  hls.on('hlsFragLoading', (_event, { frag }: { frag: HlsFragment }) =>
    loading.set(frag.type, () => frag.stats.loaded),
  );
  hls.on('hlsFragLoaded', () => {
    timeouts = 0;
    trouble = undefined;
  });
  hls.on('hlsError', (_event, error: HlsError) => {
    if (isRenewing) return;
    if (!error.fatal) {
      // It would go through all levels of a host that is silent. Other hosts it has tried by then, where it knows any.
      // Of a slow one, a smaller level may arrive in time.
      if (error.details === 'fragLoadTimeOut' && (error.frag?.stats.loaded ?? 0) < LEAST_BYTES) timeouts += 1;
      if (timeouts > 1) onFailure(failureOf(error, source));
      return;
    }
    if (playlist !== undefined && error.details.startsWith('manifest')) {
      playlist = undefined;
      start.onNoPlaylist();
      load(source.url);
      return;
    }
    if (error.type === 'mediaError' && !isRecovered && error.details !== 'manifestIncompatibleCodecsError') {
      isRecovered = true;
      hls.recoverMediaError();
      return;
    }
    const failure = failureOf(error, source);
    // A server that gives no answer, or says that it cannot at present, may be back before the film notices.
    const isAway = error.type === 'networkError' && !/^HTTP 4/.test(failure.reason);
    if (!isAway || leftToPlay(video) < NEARLY_EMPTY_S) return onFailure(failure);
    // What watches the picture ends it when little is left.
    trouble = failure;
    clock.sleep(AWAY_MS, leaving).then(
      () => hls.startLoad(),
      () => undefined,
    );
  });

  function load(url: string): void {
    hls.loadSource(url);
    if (position && video.readyState === 0) video.currentTime = position;
  }

  hls.attachMedia(video);
  load(playlist ?? source.url);

  return {
    player: hls,
    // A foreign manifest may name its pathways in the same form.
    expiry: () => (playlist === undefined ? undefined : expiryOfPathway(hls)),
    renew: async (next, signal) => {
      const before = playlist ?? source.url;
      const after = start.playlistOf(next);
      isRenewing = true;
      try {
        const { switchOver } = await import('../player/switch-over.ts');
        const isRenewed = await switchOver(hls, before, after ?? next.url, clock, signal);
        if (isRenewed) [source, playlist] = [next, after];
        return isRenewed;
      } finally {
        isRenewing = false;
      }
    },
    loading,
    trouble: () => trouble,
    destroy: () => hls.destroy(),
  };
}

/** The API's playlist names a pathway by source, expiry (base 36, seconds) and ladder, and renews it by another one. */
function expiryOfPathway({ levels, loadLevel }: HlsInstance): number | undefined {
  const { pathwayId = '' } = (levels[loadLevel] ?? {}) as { pathwayId?: string };
  const [, , expiry] = /^([\w-]+)\.([0-9a-z]+)\.([\w-]+)$/.exec(pathwayId) ?? [];
  // 0: its links do not expire.
  return Number.parseInt(expiry ?? '', 36) * 1000 || undefined;
}

function failureOf({ type, details, response, frag, context, url }: HlsError, source: Source): Failure {
  const status = response?.code ?? 0;
  if (status >= 400) return { reason: `HTTP ${status}` };
  if (/TimeOut$/.test(details)) return { reason: 'no answer in time' };
  if (/LoadError$/.test(details)) {
    return { reason: 'no readable answer', unread: response?.url ?? frag?.url ?? context?.url ?? url ?? source.url };
  }
  if (/IncompatibleCodecs|AddCodec/.test(details)) return { reason: 'no codec that this browser plays' };
  if (/^(manifest|level).*(Parsing|Empty)/.test(details)) return { reason: 'its playlist is not valid' };
  if (type === 'keySystemError') return { reason: 'its DRM licence was not granted' };
  return { reason: 'cannot be decoded' };
}
