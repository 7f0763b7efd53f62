import { DEFAULT_INTERVAL_SECONDS } from '../../../contract/usage.ts';
import { type LooseRequest, queryOf } from '../fetch/request.ts';
import type { MeasureOptions } from './measure-options.ts';

/** A player that is silent for this much longer than it should be has nothing more to say. */
const IDLE_MARGIN_MS = 5_000;

/** The seconds between two records, within what the API takes. */
export const intervalOf = ({ interval = DEFAULT_INTERVAL_SECONDS }: MeasureOptions): number =>
  Math.min(300, Math.max(5, Math.round(interval)));

export const idleMsOf = (options: MeasureOptions): number => intervalOf(options) * 1000 + IDLE_MARGIN_MS;

/** Where the records of a title go. */
export const collectorUrl = (
  { baseUrl }: { readonly baseUrl: string },
  request: LooseRequest,
  options: MeasureOptions,
): string => `${baseUrl}/api/stream/cmcd?${queryOf(request)}&interval=${intervalOf(options)}`;
