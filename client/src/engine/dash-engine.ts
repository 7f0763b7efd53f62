import type { Engine, EngineStart, Loading } from './engine.ts';
import type { DashInstance, DashLibrary } from './player-library.ts';

/** Settings of dash.js, and protection data for its `setProtectionData`. */
export interface DashConfig {
  /** For `updateSettings`. */
  readonly settings?: object | undefined;
  /** DRM, by key system: for `setProtectionData`. */
  readonly protection?: object | undefined;
}

interface DashRequest {
  readonly mediaType: string;
  /** NaN before the first. */
  readonly bytesLoaded: number;
}

/** Another source is nearer than a second answer of a host that has failed. */
const SETTINGS = {
  debug: { logLevel: 0 },
  streaming: {
    manifestRequestTimeout: 6_000,
    fragmentRequestTimeout: 12_000,
    retryAttempts: { MPD: 0, InitializationSegment: 1, IndexSegment: 1, MediaSegment: 1 },
  },
};

/** Plays a DASH source by dash.js. */
export function startDash(
  { MediaPlayer }: DashLibrary,
  config: DashConfig | undefined,
  { video, source, position, onPlayer, onFailure }: EngineStart,
): Engine {
  const player: DashInstance = MediaPlayer().create();
  const loading: Loading = new Map();
  player.updateSettings(SETTINGS);
  if (config?.settings) player.updateSettings(config.settings);
  if (config?.protection) player.setProtectionData(config.protection);
  onPlayer(player);
  // It retries by itself, and reports what it cannot recover from.
  player.on('error', ({ error }) => {
    const status = error?.data?.response?.status;
    if (status) onFailure({ reason: `HTTP ${status}` });
    else onFailure({ reason: 'cannot be played', unread: source.url });
  });
  player.on('fragmentLoadingStarted', (event) => {
    const request = event.request as DashRequest;
    loading.set(request.mediaType, () => request.bytesLoaded || 0);
  });
  player.initialize(video, source.url, false, position);
  if (position) video.currentTime = position;
  return {
    player,
    loading,
    destroy: () => {
      const url = video.src;
      player.destroy();
      // It revokes the URL of its media source when that opens, which does not happen any more.
      if (url.startsWith('blob:')) URL.revokeObjectURL(url);
      video.removeAttribute('src');
      video.load();
    },
  };
}
