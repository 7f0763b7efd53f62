import type { Clock } from '../clock.js';
export interface LiveSocketOptions {
    readonly url: string;
    /** Asked for before each connection; its answer lets one in. */
    readonly ticket: (() => string | Promise<string>) | undefined;
    readonly clock: Clock;
    /** From 0 up to 1. */
    readonly random: () => number;
    /** Called with each connection: what is watched is sent anew. */
    readonly onOpen: () => void;
    /** @returns seconds to stay away, when the message asks for it */
    readonly onMessage: (data: unknown) => number | undefined;
    /** Called when a connection, or an attempt at one, has failed. */
    readonly onLost: () => void;
}
/**
 * One WebSocket that stays: it comes back after a loss with full jitter ("Exponential Backoff And Jitter", AWS
 * Architecture Blog), is kept from idling, and is replaced before the API ends it, the next one open before it closes.
 */
export declare class LiveSocket {
    #private;
    constructor(options: LiveSocketOptions);
    get isOpen(): boolean;
    /** Opens it where it is closed. */
    open(): void;
    /** Closes it, and leaves no timer behind. */
    close(): void;
    /** Sends a message; nothing where no connection is open. */
    send(message: object): void;
}
