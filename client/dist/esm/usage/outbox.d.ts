import type { Clock } from '../clock.js';
import type { PlayerState } from './cmcd-record.js';
/** A record as text, and what the one after it must know of it. */
export interface Written {
    readonly text: string;
    /** Milliseconds since 1970. */
    readonly ts: number;
    readonly sta: PlayerState | undefined;
}
interface OutboxOptions {
    readonly url: string;
    readonly clock: Clock;
    /** What is there is sent when nothing was added for so long: the viewer has paused, or left. */
    readonly idleMs: number;
    /** Called as the page is left or hidden, before what is there is sent: the last moment to add something. */
    readonly onLeave: () => void;
}
/** Records on their way to the API, in batches. */
export declare class Outbox {
    #private;
    constructor(options: OutboxOptions);
    /** The last record, as long as it was not sent. */
    get last(): Written | undefined;
    add(record: Written): void;
    /** Puts a record in the place of the last one, which must not have been sent. */
    replaceLast(record: Written): void;
    /** Sends what is there. */
    send(): void;
    /** Sends what is there, and ends. */
    close(): void;
}
export {};
