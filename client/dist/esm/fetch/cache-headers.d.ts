/** Reads the directives of `Cache-Control` by their names (RFC 9111, 5.2). */
export declare function directivesOf(headers: Headers): Map<string, string>;
/** Reads delta-seconds (RFC 9111, 1.2.2); 0 for anything else. */
export declare const secondsIn: (text: string | null | undefined) => number;
