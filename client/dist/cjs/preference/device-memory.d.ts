import type { StreamStorage } from '../store/storage.js';
/** Small values by name, kept on the device. It never throws: a storage that fails keeps them for the page only. */
export interface DeviceMemory {
    /** @returns undefined where there is none, or it is not JSON */
    read(name: string): unknown;
    /** Undefined removes it. */
    write(name: string, value: unknown): void;
}
export declare function createDeviceMemory(storage: StreamStorage | null | undefined): DeviceMemory;
