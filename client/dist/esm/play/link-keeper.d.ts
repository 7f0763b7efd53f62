import type { SourceSequence } from './source-sequence.js';
/** Renews the links of the source that plays, as long as it plays. */
export declare function keepLinks(title: SourceSequence, turn: AbortSignal): void;
