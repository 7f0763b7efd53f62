/**
 * Reads a date in all three forms of HTTP (RFC 9110, 5.6.7). `Date.parse` alone accepts more than that, and takes a
 * time without a zone for local time.
 *
 * @param now milliseconds since 1970: a year of two digits is at most 50 years after it
 * @returns milliseconds since 1970; NaN for anything else
 */
export declare function parseHttpDate(text: string, now: number): number;
