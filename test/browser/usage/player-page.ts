/** A page with every player, and what it sees of its own playing: it counts without the SDK. */
export const PAGE = `
  import Hls from 'hls.js';
  import { createStreamClient } from '../../../client/src/index.ts';
  import { cmcdConfig, defineStreamPlayer, measureVideo, playTitle } from '../../../client/src/play/player.ts';

  const video = document.querySelector('video');
  const client = createStreamClient({ baseUrl: window.api, storage: null });
  const errors = [];
  const hlsConfig = { enableWorker: false, maxBufferLength: 1, maxMaxBufferLength: 1, startLevel: 2 };
  let [begun, startMs, stallMs, stalls, waitingSince, playedMs, playingSince] = [0, undefined, 0, 0, undefined, 0, undefined];

  video.addEventListener('playing', () => {
    startMs ??= performance.now() - begun;
    playingSince ??= performance.now();
    if (waitingSince !== undefined) stallMs += performance.now() - waitingSince;
    waitingSince = undefined;
  });
  video.addEventListener('waiting', () => {
    if (startMs === undefined || video.seeking) return;
    waitingSince = performance.now();
    playedMs = playedFor();
    playingSince = undefined;
    stalls += 1;
  });
  const playedFor = () => playedMs + (playingSince === undefined ? 0 : performance.now() - playingSince);

  class Watched extends Hls {
    constructor(config) {
      super(config);
      window.hls = this;
    }
  }

  const requestOf = (tmdbId) => ({ tmdbId, mediaType: 'movie' });
  const sourceOf = async (tmdbId) => (await client.getStream(requestOf(tmdbId))).sources.find(({ variants }) => variants);

  window.playTitle = (tmdbId, more = {}) => {
    begun = performance.now();
    window.playback = playTitle(video, requestOf(tmdbId), {
      client,
      hls: async () => ({ default: Watched }),
      hlsConfig,
      measure: true,
      onError: ({ message }) => errors.push(message),
      ...more,
    });
  };

  window.defineElement = () => defineStreamPlayer({ client, hls: async () => ({ default: Hls }), hlsConfig });

  window.playByHand = async (tmdbId, more = {}) => {
    const source = await sourceOf(tmdbId);
    begun = performance.now();
    const hls = new Watched({
      ...hlsConfig,
      cmcd: cmcdConfig({ client, request: requestOf(tmdbId), source, ...more }),
    });
    hls.loadSource(source.url);
    hls.attachMedia(video);
    video.play();
  };

  window.playByShaka = async (tmdbId) => {
    const source = await sourceOf(tmdbId);
    shaka.polyfill.installAll();
    const player = (window.player = new shaka.Player());
    await player.attach(video);
    player.configure({ streaming: { bufferingGoal: 2 }, abr: { enabled: false } });
    begun = performance.now();
    measureVideo(video, { client, request: requestOf(tmdbId), source });
    await player.load(source.url);
    video.play();
  };

  /** By what the documentation says for Shaka alone. */
  window.playByItsOwnReports = async (tmdbId, snippet) => {
    const source = await sourceOf(tmdbId);
    shaka.polyfill.installAll();
    const player = (window.player = new shaka.Player());
    await player.attach(video);
    player.configure({ streaming: { bufferingGoal: 2 }, abr: { enabled: false } });
    new Function('player', 'source', 'api', snippet)(player, source, window.api);
    begun = performance.now();
    await player.load(source.url);
    video.play();
  };

  window.otherTrack = () => {
    const tracks = player.getVariantTracks().sort((a, b) => a.bandwidth - b.bandwidth);
    return tracks[0].active ? tracks.at(-1) : tracks[0];
  };

  const ahead = () => (video.buffered.length ? video.buffered.end(video.buffered.length - 1) - video.currentTime : 0);
  window.seen = () => ({ ahead: ahead(), time: video.currentTime, startMs, stallMs, stalls, playedMs: playedFor(), paused: video.paused, errors });

  // The last that the page sees of itself.
  addEventListener('pagehide', () => navigator.sendBeacon('/seen', JSON.stringify(seen())));
`;
