import type { Source } from '../answer.js';
import type { Outbox } from './outbox.js';
/**
 * Records as hls.js writes them, on their way to the outbox. It leaves out what says nothing new, and adds what hls.js
 * does not know or say: the class of the picture, the host, and how long the start took.
 */
export declare class HlsRecords {
    #private;
    constructor(source: Source, outbox: Outbox, intervalMs: number);
    take(line: string): void;
}
