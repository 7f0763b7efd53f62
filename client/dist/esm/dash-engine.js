// src/engine/dash-engine.ts
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
export {
  startDash
};
