/** What a viewer watches on. A wish for a phone is none for the television. */
export type DeviceClass = 'phone' | 'tablet' | 'desktop' | 'tv';

const TV = /smart-?tv|googletv|appletv|hbbtv|netcast|web[0o]s|tizen(?!.*mobile)|bravia|roku|crkey|aft\w+ build/i;
/** Tablets of Android leave `Mobile` out of what they say; those of Apple call themselves a Mac with a touch screen. */
const TABLET = /ipad|tablet|kindle|silk|android(?!.*mobile)/i;
const PHONE = /mobi|iphone|ipod/i;

/** The class of this device by what its browser says; `desktop` where that is nothing, as on a server. */
export function deviceClassOf(
  {
    userAgent = '',
    maxTouchPoints = 0,
  }: {
    userAgent?: string | undefined;
    maxTouchPoints?: number | undefined;
  } = globalThis.navigator ?? {},
): DeviceClass {
  if (TV.test(userAgent)) return 'tv';
  if (TABLET.test(userAgent) || (/macintosh/i.test(userAgent) && maxTouchPoints > 1)) return 'tablet';
  return PHONE.test(userAgent) ? 'phone' : 'desktop';
}
