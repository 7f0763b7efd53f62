/** Reasons in words, as the collector tells kinds of errors apart: by codes. */
export declare function errorCodeOf(reason: string): string;
