/**
 * Defines `<stream-player>` with everything it can use, for a page that has hls.js and dash.js: each is loaded when a
 * source needs it. A page with other wishes calls `defineStreamPlayer` itself.
 */
import { createStreamClient } from '../index.ts';
import { defineStreamPlayer } from './player.ts';

defineStreamPlayer({
  client: (baseUrl, liveUrl) => createStreamClient({ baseUrl, liveUrl }),
  hls: () => import('hls.js'),
  dash: () => import('dashjs'),
});
