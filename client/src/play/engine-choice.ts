import type { Playable } from '../sources/playable.ts';
import { startDash } from './dash-engine.ts';
import type { Engine, EngineStart } from './engine.ts';
import { type HlsStart, startHls } from './hls-engine.ts';
import { startNative } from './native-engine.ts';
import type { PlayOptions } from './play-options.ts';
import { libraryOf } from './player-library.ts';

/** Loads the library that a source needs. @returns what starts the source; throws where the library does not load */
export async function engineFor(
  { kind, source }: Playable,
  video: HTMLVideoElement,
  { hls, dash, hlsConfig, dashConfig }: PlayOptions,
  playlists: Pick<HlsStart, 'playlistOf' | 'onNoPlaylist' | 'hasFiles'>,
): Promise<(start: EngineStart) => Engine> {
  if (kind === 'dash' && dash) {
    const library = await libraryOf(dash);
    return (start) => startDash(library, dashConfig, start);
  }
  if (kind === 'hls' && hls) {
    const library = await libraryOf(hls);
    if (library.isSupported()) return (start) => startHls(library, hlsConfig, { ...start, ...playlists });
    if (!video.canPlayType('application/vnd.apple.mpegurl')) throw new Error('hls.js does not run in this browser.');
  }
  return (start) => startNative(start, source.type === 'hls' ? playlists.playlistOf(source) : undefined);
}
