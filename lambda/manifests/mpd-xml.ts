import { XMLParser } from 'fast-xml-parser';
import { ManifestError, resolveReference } from './manifest.ts';

/** One element: its attributes under `@name`, its children as lists under their names, its text under `#text`. */
export type XmlElement = { readonly [name: string]: unknown };

/** An MPD nests seven deep, content protection a few more. */
const MAX_DEPTH = 24;
/** Characters. The parser needs up to a second for a hostile million. */
const MAX_LENGTH = 1024 * 1024;

/**
 * Parses an MPD's XML and expands nothing in it: no entities, no numbers, and segment timelines as opaque text.
 *
 * @throws ManifestError it is not an MPD, is malformed, too large or too deep, or has a document type (DASH has none)
 */
export function readMpd(text: string): XmlElement {
  if (text.length > MAX_LENGTH) throw new ManifestError('the MPD is too large');
  if (/<!DOCTYPE/i.test(text)) throw new ManifestError('an MPD has no document type');
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    removeNSPrefix: true,
    parseTagValue: false,
    processEntities: false,
    isArray: (_name, _path, _isLeaf, isAttribute) => !isAttribute,
    jPath: false,
    maxNestedTags: MAX_DEPTH,
    stopNodes: ['..SegmentTimeline', '..ContentProtection', '..EventStream'],
  });
  let document: XmlElement;
  try {
    document = parser.parse(text);
  } catch {
    throw new ManifestError('the MPD is not well-formed XML');
  }
  const [mpd] = children(document, 'MPD');
  if (mpd === undefined) throw new ManifestError('not an MPD');
  return mpd;
}

/** Child elements of a name. @param most bounds the list, where the same one is read again for each Representation */
export function children(element: XmlElement, name: string, most = Number.POSITIVE_INFINITY): XmlElement[] {
  const list = Object.hasOwn(element, name) ? element[name] : undefined;
  if (!Array.isArray(list)) return [];
  return list
    .slice(0, most)
    .map((child) => (typeof child === 'object' && child !== null ? child : { '#text': String(child) }));
}

/** Descriptors of an element. They are read again for each Representation, so their number is bounded. */
export function descriptors(element: XmlElement, name: string): XmlElement[] {
  return children(element, name, MAX_DESCRIPTORS);
}

const MAX_DESCRIPTORS = 32;

/** The value of an attribute, unescaped. */
export function attribute(element: XmlElement, name: string): string | undefined {
  const value = Object.hasOwn(element, `@${name}`) ? element[`@${name}`] : undefined;
  return typeof value === 'string' ? unescapeXml(value) : undefined;
}

/** The text of the first child of that name. */
export function childText(element: XmlElement, name: string): string | undefined {
  const text = children(element, name, 1)[0]?.['#text'];
  const only = Array.isArray(text) ? text[0] : text;
  return typeof only === 'string' && only !== '' ? unescapeXml(only) : undefined;
}

/** The base URL of an element: BaseURLs nest, each relative to the outer one (5.6.4). */
export function baseOf(element: XmlElement, outer: string): string {
  const reference = childText(element, 'BaseURL')?.trim();
  return (reference === undefined ? undefined : resolveReference(reference, outer)) ?? outer;
}

const PREDEFINED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Replaces XML's five predefined entities and character references, once: the result is not unescaped again. */
function unescapeXml(text: string): string {
  return text.replace(/&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([\da-f]{1,6}));/gi, (whole, name, decimal, hex) => {
    if (name !== undefined) return PREDEFINED[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
