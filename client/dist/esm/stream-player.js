// src/play/stream-player-element.ts
import { createStreamClient } from "./index.js";
import { defineStreamPlayer } from "./player.js";
defineStreamPlayer({
  client: (baseUrl, liveUrl) => createStreamClient({ baseUrl, liveUrl }),
  hls: () => import("hls.js"),
  dash: () => import("dashjs")
});
