import { canary } from './each/canary.ts';
import { cdns } from './each/cdns.ts';
import { edge } from './each/edge.ts';
import { fallback } from './each/fallback.ts';
import { health } from './each/health.ts';
import { live } from './each/live.ts';
import { mediaEdge } from './each/media-edge.ts';
import { playback } from './each/playback.ts';
import { preferences } from './each/preferences.ts';
import { usage } from './each/usage.ts';
import type { Room } from './room.ts';

/*
 * Every room that can be taken out. A line of a file that several rooms share, and a block of several lines, is a sign
 * that the seam could be smaller.
 */

export const ROOMS: readonly Room[] = [
  fallback,
  canary,
  edge,
  playback,
  health,
  live,
  preferences,
  mediaEdge,
  cdns,
  usage,
];
