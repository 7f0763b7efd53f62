import type { Progress } from './events.js';
/**
 * The progress of an extraction in words for a viewer: a line for each provider that was asked, in order.
 *
 * @example
 * progressInWords(progress); // ['asking Main library … found 5 sources in 2.1 s']
 */
export declare function progressInWords({ steps }: Progress): string[];
