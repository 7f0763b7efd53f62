import type { Engine, EngineStart } from './engine.ts';

/** What the codes of a MediaError mean (HTML standard, "error codes"). */
const REASONS: Record<number, string> = {
  2: 'no readable answer',
  3: 'cannot be decoded',
  4: 'not available, or a form that this browser does not play',
};
const IS_DECODING = 3;

/** Plays a file, or HLS where the browser does that well, in the video element itself. */
export function startNative(
  { video, source, position, signal, onPlayer, onFailure }: EngineStart,
  playlist: string | undefined,
): Engine {
  let isPlaylist = playlist !== undefined;
  const load = (url: string) => {
    video.src = url;
    // Shown by the controls until the media is there, which then begins there ("default playback start position").
    if (position) video.currentTime = position;
  };
  video.addEventListener(
    'error',
    () => {
      if (isPlaylist && video.readyState === 0) {
        isPlaylist = false;
        return load(source.url);
      }
      const code = video.error?.code ?? 4;
      const unread = code === IS_DECODING ? undefined : source.url;
      onFailure({ reason: REASONS[code] ?? 'cannot be played', unread });
    },
    { signal },
  );
  onPlayer(undefined);
  load(playlist ?? source.url);
  return {
    player: undefined,
    destroy: () => {
      video.removeAttribute('src');
      video.load();
    },
  };
}
