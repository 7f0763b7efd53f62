import type { StreamClient, ViewerPreference } from '../index.js';
/** What the viewer wishes, and how a page changes it. */
export interface Preference extends ViewerPreference {
    /** Changes a part of it, on this device and, with a token, on the viewer's others. */
    write(change: Partial<ViewerPreference>): void;
    /** Removes it. */
    clear(): void;
}
/**
 * The viewer's preference; the component renders again when it changes, also in another tab.
 *
 * @param options the client of the first render counts; default: one of the page's origin
 *
 * @example
 * const { prefer, write } = usePreference({ client });
 * <button onClick={() => write({ prefer: 'res:720' })}>Up to 720p</button>
 */
export declare function usePreference(options?: {
    client?: StreamClient | undefined;
}): Preference;
