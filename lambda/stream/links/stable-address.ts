import { isWeb, partsOf } from './link-expiry.ts';
import { SIGNED_LINK_FORMS, type SignedLinkForm } from './signed-link-forms.ts';
import { UNSIGNED } from './signed-parts.ts';

/**
 * What a renewed link has in common with the one before: origin, path and query, without the parts that belong to a
 * recognised form of signature ({@link SIGNED_LINK_FORMS}). Parameters are sorted, since a signer may write them in any
 * order.
 *
 * @param now milliseconds since 1970: some forms are recognised by an expiry ahead
 */
export function stableAddress(url: URL, now: number): string {
  return JSON.stringify([url.origin, ...unsignedParts(url, now)]);
}

/** The path's segments, for what is identified within its own manifest, whichever host it is on. */
export const stablePath = (url: URL, now: number): string => JSON.stringify(unsignedParts(url, now));

function unsignedParts(url: URL, now: number): [segments: string[], parameters: [string, string][]] {
  const parts = partsOf(url);
  const forms = (SIGNED_LINK_FORMS as readonly SignedLinkForm[]).filter(
    // Whether a signature of no known product looks like one, its own row decides.
    ({ name, read }) => name === 'some other signature' || read(parts, now) !== undefined,
  );
  const signatures = forms.map(({ name }) => UNSIGNED[name as keyof typeof UNSIGNED](parts, now));
  const segments = parts.segments.flatMap((segment, index) => {
    const rest = reduced(segment, signatures, (text, { segment: of }) => (of ? of(text, index) : text));
    return rest ?? [];
  });
  const parameters = [...url.searchParams].flatMap(([written, value]): [string, string][] => {
    const name = written.toLowerCase();
    const rest = reduced(value, signatures, (text, { parameter: of }) => (of ? of(name, text) : text));
    return rest === undefined ? [] : [[name, passedOn(rest, now)]];
  });
  return [segments, parameters.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))];
}

function reduced<Step>(
  text: string,
  steps: readonly Step[],
  apply: (text: string, step: Step) => string | undefined,
): string | undefined {
  return steps.reduce<string | undefined>((rest, step) => (rest === undefined ? rest : apply(rest, step)), text);
}

/** A proxy's link contains the link that it fetches, which may be signed in turn. */
function passedOn(value: string, now: number): string {
  const url = URL.parse(value);
  return url !== null && isWeb(url) ? JSON.stringify([url.origin, ...unsignedParts(url, now)]) : value;
}
