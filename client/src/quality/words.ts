import { bandwidthOf } from '../../../contract/rank.ts';
import type { Source } from '../answer.ts';
import type { Limits } from './limits.ts';

interface Known extends Limits {
  readonly bandwidth: number | undefined;
  /** Whether a larger file stalled before this one. */
  readonly hasStalled: boolean;
}

/** Why a source was chosen, for a viewer: `up to 720p, as you chose`. */
export function reasonFor(source: Source, { lines, limit, bandwidth, hasStalled }: Known): string {
  const isAdaptive = source.variants !== undefined || source.type === 'hls' || source.type === 'dash';
  const line = bandwidth === undefined ? '' : `this connection (${megabits(bandwidth)})`;
  const words = [];
  if (lines !== undefined) words.push(`up to ${lines}p, as you chose`);
  if (limit !== undefined) words.push(`at most ${megabits(limit)}, to save data`);
  if (isAdaptive) words.push(line ? `adapts to ${line}` : 'adapts to the connection');
  else if (hasStalled) words.push('smaller, because the picture stopped');
  else if (line) {
    words.push(bandwidthOf(source) <= (bandwidth ?? 0) ? `fits ${line}` : `needs more than ${line}, as all do`);
  } else
    words.push(lines === undefined ? 'for a connection that is not known yet' : 'the best that this browser plays');
  return words.join('; ');
}

const megabits = (bitsPerSecond: number): string => `${(bitsPerSecond / 1_000_000).toFixed(1)} Mbit/s`;
