/** Whether the device has a network, as far as the browser knows. */
export declare const isOnline: () => boolean;
/** Resolves when the device has a network; rejects with the signal's reason. */
export declare function untilOnline(signal: AbortSignal): Promise<void>;
