import type { VideoData } from './answer.js';
/** The part of a source or subtitle that states when its link expires. */
export interface ExpiringLink {
    readonly expiresAt?: string | undefined;
}
/** No answer is used within this time before its first link expires. The server's margin is the same. */
export declare const LINK_MARGIN_MS = 60000;
/** Fresh links are fetched this long before the current ones expire: within the server's margin, so it has new ones. */
export declare const REFRESH_LEAD_MS = 30000;
/** Expiry is checked this often, since timers are late after a device's sleep and each answer corrects the clock. */
export declare const CHECK_INTERVAL_MS = 10000;
/** When a link expires, in milliseconds since 1970 by the server's clock; undefined where that is unknown. */
export declare function expiryOf({ expiresAt }: ExpiringLink): number | undefined;
/** The smallest `momentOf` among the links of an answer; Infinity when all are undefined. */
export declare function earliest({ sources, subtitles }: VideoData, momentOf: (link: ExpiringLink) => number | undefined): number;
