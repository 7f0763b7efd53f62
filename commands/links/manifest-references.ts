import { manifestFormatOf } from '../../lambda/manifests/manifest-text.ts';
import { attribute, baseOf, children, readMpd, type XmlElement } from '../../lambda/manifests/mpd-xml.ts';

/** A film of two-second segments; the rest are written by the same packager. */
const MOST = 10_000;

/**
 * The addresses that a player of this manifest asks for, or in DASH the beginnings of them, resolved against `url`: as
 * many and in the same order for every `url`.
 *
 * @throws ManifestError the text begins like an MPD and is none
 */
export function referencesOf(text: string, url: string): (string | undefined)[] {
  const format = manifestFormatOf(text);
  if (format === 'dash') return dashReferences(text, url);
  return format === 'hls' ? hlsReferences(text).map((each) => URL.parse(each, url)?.href) : [];
}

/** RFC 8216, 4.1 (lines) and 4.2 (quoted strings). Those with variables (EXT-X-DEFINE) may be anything. */
function hlsReferences(text: string): string[] {
  return text
    .split('\n', MOST)
    .map((line) => line.trim())
    .flatMap((line) => {
      if (!line.startsWith('#')) return line === '' ? [] : [line];
      if (!line.startsWith('#EXT')) return [];
      return [...line.matchAll(/[:,]\s*URI="([^"]+)"/g)].map(([, uri]) => uri!);
    })
    .filter((uri) => !uri.includes('{$'));
}

/** ISO/IEC 23009-1, 5.3.9 and 5.6: where segments are named, at every level. */
const NAMED = {
  SegmentTemplate: ['initialization', 'media'],
  SegmentURL: ['media'],
  Initialization: ['sourceURL'],
} as const;

function dashReferences(text: string, url: string): (string | undefined)[] {
  const found: (string | undefined)[] = [];
  const visit = (element: XmlElement, outer: string): void => {
    const base = baseOf(element, outer);
    if (children(element, 'BaseURL', 1).length > 0) found.push(base);
    for (const [name, attributes] of Object.entries(NAMED)) {
      for (const named of children(element, name, MOST)) {
        for (const each of attributes) {
          const reference = attribute(named, each);
          if (reference !== undefined) found.push(URL.parse(reference, base)?.href);
        }
      }
    }
    for (const inner of ['Period', 'AdaptationSet', 'Representation', ...SEGMENTS]) {
      for (const each of children(element, inner, MOST)) visit(each, base);
    }
  };
  visit(readMpd(text), url);
  return found;
}

const SEGMENTS = ['SegmentTemplate', 'SegmentList', 'SegmentBase'] as const;
