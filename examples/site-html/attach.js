import { refreshBeforeExpiry } from '@stream-api/client';
import Hls from 'hls.js';

/** Plays the adaptive stream of an answer, or its best file, and renews links that expire. Returns what ends it. */
export function attach(video, { client, request, data, onError }) {
  const streams = data.sources.filter(({ type }) => type === 'hls');
  const source =
    streams.find(({ variants }) => variants) ?? streams[0] ?? data.sources.find(({ type }) => type !== 'dash');
  if (!source) {
    onError('No source that a browser plays by itself.');
    return () => {};
  }
  if (source.type !== 'hls' || !Hls.isSupported()) {
    video.src = source.url; // Older iPhones play HLS without Media Source Extensions.
    return () => video.removeAttribute('src');
  }
  // The page shows the answer's subtitles; the manifest may list the same ones.
  const hls = new Hls({ renderTextTracksNatively: false });
  hls.on(Hls.Events.ERROR, (_event, { fatal, details }) => fatal && onError(`The stream cannot be played: ${details}`));
  hls.loadSource(source.url);
  hls.attachMedia(video);
  const stop = refreshBeforeExpiry(hls, { client, request, data, onError: (error) => onError(String(error)) });
  return () => {
    stop();
    hls.destroy();
  };
}
