import { type LooseRequest } from '../fetch/request.js';
import type { MeasureOptions } from './measure-options.js';
/** The seconds between two records, within what the API takes. */
export declare const intervalOf: ({ interval }: MeasureOptions) => number;
export declare const idleMsOf: (options: MeasureOptions) => number;
/** Where the records of a title go. */
export declare const collectorUrl: ({ baseUrl }: {
    readonly baseUrl: string;
}, request: LooseRequest, options: MeasureOptions) => string;
