import type { Clock } from '../clock.js';
import type { DevicePreference } from './client-preference.js';
/** Across devices, by a token that the site gives to its viewer. */
export interface PreferencesOptions {
    /** The site's own token for the viewer who is signed in; undefined for none. Asked for before each request. */
    token: () => string | undefined | Promise<string | undefined>;
}
interface SyncOptions extends PreferencesOptions {
    readonly baseUrl: string;
    readonly fetch: typeof fetch;
    readonly clock: Clock;
}
/**
 * Reads the viewer's preference from the API at once, and when the page gets the focus or is seen again, at most once a
 * minute; sends each change. What fails is tried again at the next occasion: the device's own wish works without it.
 */
export declare function syncPreference(preference: DevicePreference, options: SyncOptions): void;
export {};
