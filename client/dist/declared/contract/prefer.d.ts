/** UTF-16 code units of a whole wish. */
export declare const MAX_PREFER_LENGTH = 200;
/** One field of a wish. Without a limit the best value of the field comes first. */
export type Wish = {
    readonly field: 'res';
    readonly limit?: number;
} | {
    readonly field: 'codec' | 'type';
    readonly limit?: string;
} | {
    readonly field: 'lang';
    readonly limit: string;
};
/** Fields in the order of their weight, each at most once. */
export type Preference = readonly Wish[];
/** A wish that cannot be read. The message completes a sentence that begins with the parameter's name. */
export declare class PreferenceError extends Error {
    name: 'PreferenceError';
}
/** What a wish is compared with. */
export interface Preferable {
    readonly quality: string;
    readonly type?: string | undefined;
    readonly width?: number | undefined;
    readonly height?: number | undefined;
    /** As RFC 6381 writes them, separated by commas. */
    readonly codecs?: string | undefined;
}
/**
 * Reads a wish.
 *
 * @throws PreferenceError naming the field or the value that is wrong
 *
 * @example
 * parsePreference('res:720,lang:de') // [{ field: 'res', limit: 720 }, { field: 'lang', limit: 'de' }]
 */
export declare function parsePreference(text: string): Preference;
/** The wish as a response header: `res=720, lang=de` (RFC 7240, section 3). */
export declare const appliedPreference: (preference: Preference) => string;
/** Negative when the wish puts `a` before `b`; 0 where it makes no difference. */
export declare function comparePreferred(a: Preferable, b: Preferable, preference: Preference): number;
