import { type LooseRequest, queryOf } from '../fetch/request.ts';
import type { MeasureOptions } from './measure-options.ts';

const DEFAULT_INTERVAL_S = 30;

/** The seconds between two records. */
export const intervalOf = ({ interval = DEFAULT_INTERVAL_S }: MeasureOptions): number =>
  Math.min(300, Math.max(5, Math.round(interval)));

/** Where the records of a title go. */
export const collectorUrl = (
  { baseUrl }: { readonly baseUrl: string },
  request: LooseRequest,
  options: MeasureOptions,
): string => `${baseUrl}/api/stream/cmcd?${queryOf(request)}&interval=${intervalOf(options)}`;
