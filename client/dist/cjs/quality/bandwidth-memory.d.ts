import type { DeviceMemory } from '../preference/device-memory.js';
/** Bits that arrived, in how many milliseconds. */
export interface Sample {
    readonly bits: number;
    readonly ms: number;
}
/** Of a load with less, the connection was not yet at its speed. */
export declare const MIN_BITS: number;
/** The bandwidth of this device over visits, for each kind of connection where the browser knows it. */
export declare class BandwidthMemory {
    #private;
    constructor(memory: DeviceMemory, now: () => number);
    /** Bits per second; undefined where nothing is known. */
    get estimate(): number | undefined;
    add({ bits, ms }: Sample): void;
}
/** Network Information API, which only some browsers have. */
export interface Connection {
    readonly type?: string | undefined;
    /** Megabits per second, rounded, at most 10. */
    readonly downlink?: number | undefined;
    /** What the line is like: `4g` for a fast one of any kind. */
    readonly effectiveType?: string | undefined;
    readonly saveData?: boolean | undefined;
}
export declare const connection: () => Connection | undefined;
