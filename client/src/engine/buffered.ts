/** So little is left to play that the next source begins to load. */
export const NEARLY_EMPTY_S = 2;
/** Fewer bytes are next to nothing: a host that sends no more is as good as silent. */
export const LEAST_BYTES = 1024;
/** A gap in what has loaded, as between a film and an advertisement, that a player jumps over. */
const HOLE_S = 2;

/** Seconds that are left to play of what has loaded, over the holes that a player jumps. */
export const leftToPlay = (video: HTMLVideoElement): number => bufferedEnd(video) - video.currentTime;

/** The end of what has loaded from the position on, in seconds; the position where nothing has. */
export function bufferedEnd({ buffered, currentTime }: HTMLVideoElement): number {
  let end = currentTime;
  for (let index = 0; index < buffered.length; index += 1) {
    if (buffered.start(index) <= end + HOLE_S) end = Math.max(end, buffered.end(index));
  }
  return end;
}
