import { type DeviceClass } from './device-class.js';
import type { DeviceMemory } from './device-memory.js';
import { type ViewerPreference } from './viewer-preference.js';
/** The wish of this device's viewer, which `playTitle` and the hooks follow. */
export interface ClientPreference {
    /** Each class of device has its own wish. */
    readonly deviceClass: DeviceClass;
    /** The same object until something changes. */
    read(): ViewerPreference;
    /** Changes a part of it, and sends it to the API where the client has a token. */
    write(change: Partial<ViewerPreference>): void;
    /** Removes it from the device, and from the API where the client has a token. */
    clear(): void;
    /** @returns what ends it */
    subscribe(listener: () => void): () => void;
}
/** The same for the SDK's own parts. */
export interface DevicePreference extends ClientPreference {
    /** Whether the viewer has changed it since the API last had it. */
    isUnsent(): boolean;
    /** Stores it without sending it. */
    keep(preference: ViewerPreference, unsent: boolean): void;
    /** Called at each change that is for the API. */
    onChange?: () => void;
}
/** @param isShared whether it is kept across devices: then what is removed here is removed there, too */
export declare function createPreference(memory: DeviceMemory, isShared: boolean): DevicePreference;
