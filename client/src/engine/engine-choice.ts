import type { Playable } from '../sources/playable.ts';
import type { DashConfig } from './dash-engine.ts';
import type { Engine, EngineStart } from './engine.ts';
import { type HlsStart, startHls } from './hls-engine.ts';
import { startNative } from './native-engine.ts';
import { type DashLibrary, type HlsLibrary, type Load, libraryOf } from './player-library.ts';

/** The page's libraries, and their settings. */
interface EngineSettings {
  readonly hls?: Load<HlsLibrary> | undefined;
  readonly dash?: Load<DashLibrary> | undefined;
  readonly hlsConfig?: object | undefined;
  readonly dashConfig?: DashConfig | undefined;
}

/** Loads the library that a source needs. @returns what starts the source; throws where the library does not load */
export async function engineFor(
  { kind, source }: Playable,
  video: HTMLVideoElement,
  { hls, dash, hlsConfig, dashConfig }: EngineSettings,
  playlists: Pick<HlsStart, 'playlistOf' | 'onNoPlaylist'>,
): Promise<(start: EngineStart) => Engine> {
  if (kind === 'dash' && dash) {
    const [library, { startDash }] = await Promise.all([libraryOf(dash), import('./dash-engine.ts')]);
    return (start) => startDash(library, dashConfig, start);
  }
  if (kind === 'hls' && hls) {
    const library = await libraryOf(hls);
    if (library.isSupported()) return (start) => startHls(library, hlsConfig, { ...start, ...playlists });
    if (!video.canPlayType('application/vnd.apple.mpegurl')) throw new Error('hls.js does not run in this browser.');
  }
  return (start) => startNative(start, source.type === 'hls' ? playlists.playlistOf(source) : undefined);
}
