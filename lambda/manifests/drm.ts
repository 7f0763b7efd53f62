import type { Drm } from '../../contract/answer.ts';

/**
 * Systems of content protection: UUIDs (DASH-IF registry "Content Protection"), and the KEYFORMATs of HLS packagers.
 * `identity` with AES-128 and Clear Key are not among them: their keys are in reach of every player.
 */
const SYSTEMS: readonly (readonly [Drm, RegExp])[] = [
  ['widevine', /edef8ba9-79d6-4ace-a3c8-27dcd51d21ed|^com\.widevine/i],
  ['playready', /9a04f079-9840-4286-ab92-e65be0885f95|^com\.microsoft\.playready/i],
  ['fairplay', /94ce86fb-07ff-4f43-adb8-93d2fa968ca2|^com\.apple\.streamingkeydelivery/i],
];

/**
 * The systems that a manifest names; undefined where it names none.
 *
 * @param schemes the KEYFORMAT of each key of an HLS playlist, the schemeIdUri of each ContentProtection of an MPD
 */
export function drmOf(schemes: readonly string[]): readonly Drm[] | undefined {
  const systems = SYSTEMS.filter(([, scheme]) => schemes.some((each) => scheme.test(each.trim())));
  return systems.length === 0 ? undefined : systems.map(([system]) => system);
}
