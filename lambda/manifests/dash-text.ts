import type { SubtitleCandidate } from '../stream/candidate.ts';
import { resolveReference } from './manifest.ts';
import { attribute, baseOf, children, childText, descriptors, type XmlElement } from './mpd-xml.ts';
import { filledTemplate } from './segment-template.ts';

/** A text Representation and the elements around it. */
export interface TextRepresentation {
  readonly period: XmlElement;
  readonly set: XmlElement;
  readonly representation: XmlElement;
  readonly mimeType: string | undefined;
  /** Base URL of its AdaptationSet. */
  readonly setBase: string;
}

const WEB_VTT = /^text\/(?:web)?vtt(?:;|$)/;

export function isTextType(mimeType: string | undefined): boolean {
  return mimeType !== undefined && (WEB_VTT.test(mimeType) || mimeType.startsWith('application/ttml+xml'));
}

/**
 * A text Representation as a subtitle: the file where it is one whole WebVTT file, else a track that players show from
 * the MPD. Undefined when it has no media, or is metadata.
 *
 * @param mpdUrl the URL of the MPD
 */
export function textTrackOf(text: TextRepresentation, mpdUrl: string): SubtitleCandidate | undefined {
  const { set, representation, mimeType } = text;
  const levels = [representation, set, text.period];
  const template = levels.flatMap((level) => children(level, 'SegmentTemplate', 1))[0];
  const lists = levels.flatMap((level) => children(level, 'SegmentList', 1));
  const entries = lists.map((list) => children(list, 'SegmentURL', 2)).find((list) => list.length > 0) ?? [];
  const hasBase = [representation, set].some((each) => childText(each, 'BaseURL') !== undefined);
  const isListed = lists.length > 0 ? entries.length > 0 : template !== undefined || hasBase;
  const roles = rolesOf(set, representation);
  if (!isListed || roles.has('metadata')) return undefined;

  const base = baseOf(representation, text.setBase);
  let file: string | undefined;
  if (WEB_VTT.test(mimeType ?? '')) {
    if (lists.length > 0) file = onlyEntry(entries, base);
    else if (template !== undefined) file = withoutNumber(template, representation, base);
    else file = base;
  }
  const isFile = file !== undefined && !new URL(file).pathname.endsWith('/');
  return {
    url: isFile ? file! : mpdUrl,
    label: childText(set, 'Label') ?? childText(representation, 'Label') ?? attribute(set, 'label'),
    language: attribute(representation, 'lang') ?? attribute(set, 'lang') ?? componentLanguage(set),
    kind: kindOf(roles),
    delivery: isFile ? undefined : 'in-manifest',
  };
}

/** The file of a list of one segment, unless that segment is a byte range of it. */
function onlyEntry(entries: readonly XmlElement[], base: string): string | undefined {
  const [entry] = entries;
  if (entry === undefined || entries.length > 1 || attribute(entry, 'mediaRange') !== undefined) return undefined;
  const media = attribute(entry, 'media');
  return media === undefined ? base : resolveReference(media, base);
}

/** The file that a template without a segment number or time names. */
function withoutNumber(template: XmlElement, representation: XmlElement, base: string): string | undefined {
  const media = attribute(template, 'media');
  if (media === undefined) return undefined;
  const name = filledTemplate(media, representation);
  return name === undefined ? undefined : resolveReference(name, base);
}

function componentLanguage(set: XmlElement): string | undefined {
  return descriptors(set, 'ContentComponent')
    .map((component) => attribute(component, 'lang'))
    .find((lang) => lang !== undefined);
}

const ROLES = /^urn:mpeg:dash:role:/i;
const AUDIO_PURPOSE = /^urn:tva:metadata:cs:audiopurposecs:/i;

/**
 * Values of Role and Accessibility in DASH's scheme (ISO/IEC 23009-1, 5.8.5.5). `2` of TV-Anytime's AudioPurposeCS, for
 * the hard of hearing (DVB-DASH), becomes `caption`.
 */
export function rolesOf(set: XmlElement, representation: XmlElement): ReadonlySet<string> {
  const roles = new Set<string>();
  for (const level of [set, representation, ...descriptors(set, 'ContentComponent')]) {
    for (const descriptor of [...descriptors(level, 'Role'), ...descriptors(level, 'Accessibility')]) {
      const scheme = attribute(descriptor, 'schemeIdUri') ?? '';
      const value = attribute(descriptor, 'value')?.trim().toLowerCase() ?? '';
      if (scheme === '' || ROLES.test(scheme)) roles.add(value);
      else if (AUDIO_PURPOSE.test(scheme) && value === '2') roles.add('caption');
    }
  }
  return roles;
}

function kindOf(roles: ReadonlySet<string>): SubtitleCandidate['kind'] {
  if (roles.has('forced-subtitle') || roles.has('forced_subtitle')) return 'forced';
  return roles.has('caption') ? 'sdh' : undefined;
}
