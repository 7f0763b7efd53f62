/** What a viewer watches on. A wish for a phone is none for the television. */
export type DeviceClass = 'phone' | 'tablet' | 'desktop' | 'tv';
/** The class of this device by what its browser says; `desktop` where that is nothing, as on a server. */
export declare function deviceClassOf({ userAgent, maxTouchPoints, }?: {
    userAgent?: string | undefined;
    maxTouchPoints?: number | undefined;
}): DeviceClass;
