"use strict";
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

// src/player/switch-over.ts
var switch_over_exports = {};
__export(switch_over_exports, {
  isSameUrl: () => isSameUrl,
  switchOver: () => switchOver
});
module.exports = __toCommonJS(switch_over_exports);

// src/time-limit.ts
async function withTimeLimit(ms, clock, signal, reason, work) {
  signal.throwIfAborted();
  const limit = new AbortController();
  const settled = new AbortController();
  signal.addEventListener("abort", () => limit.abort(signal.reason), { signal: settled.signal });
  clock.sleep(ms, settled.signal).then(
    () => limit.abort(reason()),
    () => void 0
  );
  const ended = new Promise((_, reject) => {
    limit.signal.addEventListener("abort", () => reject(limit.signal.reason));
  });
  try {
    return await Promise.race([work(limit.signal), ended]);
  } catch (error) {
    throw limit.signal.aborted ? limit.signal.reason : error;
  } finally {
    settled.abort();
  }
}

// src/player/hls-player.ts
function stateOf(hls) {
  const { media, levels, manualLevel, autoLevelCapping, audioTrack, subtitleTrack } = hls;
  return {
    currentTime: media?.currentTime ?? -1,
    playbackRate: media?.playbackRate ?? 1,
    isPlaying: media !== null && !media.paused && !media.ended,
    audioTrack,
    subtitleTrack,
    level: levels[manualLevel],
    cap: levels[autoLevelCapping]
  };
}
async function continueWith(hls, url, state, signal) {
  const { media, config } = hls;
  const { startPosition } = config;
  const ending = new AbortController();
  const listen = (event, listener) => {
    hls.on(event, listener);
    ending.signal.addEventListener("abort", () => hls.off(event, listener));
  };
  ending.signal.addEventListener("abort", () => {
    config.startPosition = startPosition;
  });
  config.startPosition = state.currentTime;
  try {
    await new Promise((resolve, reject) => {
      const stop = () => {
        ending.abort();
        reject(signal.reason);
      };
      signal.addEventListener("abort", stop, { signal: ending.signal });
      listen("hlsManifestParsed", () => {
        const level = levelLike(hls, state.level);
        if (level >= 0) hls.loadLevel = level;
        hls.autoLevelCapping = levelLike(hls, state.cap);
        if (media) media.playbackRate = state.playbackRate;
        if (state.isPlaying) media?.play().catch(() => void 0);
      });
      listen("hlsFragBuffered", () => resolve());
      listen("hlsError", (_event, { fatal, details }) => {
        if (fatal) reject(new Error(`The fresh source cannot be loaded: ${details}`));
      });
      hls.loadSource(url);
      if (media?.readyState === 0 && state.currentTime > 0) media.currentTime = state.currentTime;
    });
    hls.audioTrack = state.audioTrack;
    hls.subtitleTrack = state.subtitleTrack;
  } finally {
    ending.abort();
  }
}
function levelLike({ levels }, wanted) {
  if (wanted === void 0) return -1;
  const hasSize = ({ height }) => height > 0 && height === wanted.height;
  const hasRate = ({ bitrate }) => bitrate === wanted.bitrate;
  const like = levels.find((level) => hasSize(level) && hasRate(level)) ?? levels.find(hasSize) ?? levels.find(hasRate);
  return like ? levels.indexOf(like) : -1;
}

// src/player/switch-over.ts
var SWITCH_TIMEOUT_MS = 2e4;
async function switchOver(hls, current, next, clock, signal) {
  const state = stateOf(hls);
  const load = async (url) => {
    const timeout = new Error("The source takes too long to load.");
    try {
      await withTimeLimit(
        SWITCH_TIMEOUT_MS,
        clock,
        signal,
        () => timeout,
        (inTime) => continueWith(hls, url, state, inTime)
      );
    } catch (error) {
      if (error !== timeout || hls.levels.length === 0) throw error;
    }
  };
  try {
    await load(next);
    return true;
  } catch {
    signal.throwIfAborted();
    if (isSameUrl(next, hls.url)) await load(current);
    return false;
  }
}
var isSameUrl = (url, loaded) => loaded !== null && new URL(url).href === new URL(loaded).href;
