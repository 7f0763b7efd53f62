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

// src/engine/dash-engine.ts
var dash_engine_exports = {};
__export(dash_engine_exports, {
  startDash: () => startDash
});
module.exports = __toCommonJS(dash_engine_exports);
var SETTINGS = {
  debug: { logLevel: 0 },
  streaming: {
    manifestRequestTimeout: 6e3,
    fragmentRequestTimeout: 12e3,
    retryAttempts: { MPD: 0, InitializationSegment: 1, IndexSegment: 1, MediaSegment: 1 }
  }
};
function startDash({ MediaPlayer }, config, { video, source, position, onPlayer, onFailure }) {
  const player = MediaPlayer().create();
  const loading = /* @__PURE__ */ new Map();
  player.updateSettings(SETTINGS);
  if (config?.settings) player.updateSettings(config.settings);
  if (config?.protection) player.setProtectionData(config.protection);
  onPlayer(player);
  player.on("error", ({ error }) => {
    const status = error?.data?.response?.status;
    if (status) onFailure({ reason: `HTTP ${status}` });
    else onFailure({ reason: "cannot be played", unread: source.url });
  });
  player.on("fragmentLoadingStarted", (event) => {
    const request = event.request;
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
      if (url.startsWith("blob:")) URL.revokeObjectURL(url);
      video.removeAttribute("src");
      video.load();
    }
  };
}
