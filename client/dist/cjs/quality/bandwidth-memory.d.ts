import type { DeviceMemory } from '../preference/device-memory.js';
/** Bits that arrived, in how many milliseconds. */
export interface Sample {
    readonly bits: number;
    readonly ms: number;
}
/** The bandwidth of this device over visits, for each kind of connection where the browser knows it. */
export declare class BandwidthMemory {
    #private;
    constructor(memory: DeviceMemory, now: () => number);
    /** Bits per second; undefined where nothing is known. */
    get estimate(): number | undefined;
    add({ bits, ms }: Sample): void;
}
/** Network Information API, which only some browsers have. Its effective type is itself a measurement. */
export interface Connection {
    readonly type?: string | undefined;
    readonly downlink?: number | undefined;
    readonly saveData?: boolean | undefined;
}
export declare const connection: () => Connection | undefined;
