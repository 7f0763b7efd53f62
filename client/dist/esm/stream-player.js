// src/play/stream-player-element.ts
import { createStreamClient } from "./index.js";
import { defineStreamPlayer } from "./player.js";
defineStreamPlayer({
  client: (baseUrl) => createStreamClient({ baseUrl }),
  hls: () => import("hls.js"),
  dash: () => import("dashjs")
});
