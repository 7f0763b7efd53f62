import { readHlsLines } from './hls-lines.ts';
import { resolveReference } from './manifest.ts';
import { attribute, baseOf, children, childText, readMpd, type XmlElement } from './mpd-xml.ts';
import { filledTemplate } from './segment-template.ts';

/**
 * The first and the last segment of a media playlist, or the last alone of a live one, whose first may be gone by now.
 *
 * @param url of the playlist, after redirects
 * @throws ManifestError the text is not an HLS playlist
 */
export function segmentsOfPlaylist(text: string, url: string): string[] {
  const { first, last, isComplete } = readHlsLines(text, url).segments;
  const listed = isComplete ? [first, last] : [last];
  const links = listed.flatMap((each) => (each === undefined ? [] : (resolveReference(each, url) ?? [])));
  return [...new Set(links)];
}

/**
 * The initialisation segment of an MPD's first Representation with video, or of its first; undefined where its address
 * is not in the MPD. A Representation that is one file begins with it (ISO/IEC 23009-1, 5.3.9).
 *
 * @param url of the MPD, after redirects
 * @throws ManifestError the text is not an MPD
 */
export function initSegmentOf(text: string, url: string): string | undefined {
  const mpd = readMpd(text);
  const mpdBase = baseOf(mpd, url);
  const all = children(mpd, 'Period').flatMap((period) => {
    const periodBase = baseOf(period, mpdBase);
    return children(period, 'AdaptationSet').flatMap((set) => {
      const setBase = baseOf(set, periodBase);
      return children(set, 'Representation', 1).map((representation) => ({
        levels: [representation, set, period],
        base: baseOf(representation, setBase),
        isVideo: [representation, set].some((each) => /video/.test(typeOf(each))),
      }));
    });
  });
  const chosen = all.find(({ isVideo }) => isVideo) ?? all[0];
  return chosen && initOf(chosen.levels, chosen.base);
}

/** BaseURLs of an MPD that are absolute: what is signed or served beside the MPD's own address does not reach them. */
export function absoluteBases(text: string): string[] {
  const mpd = readMpd(text);
  const sets = children(mpd, 'Period').flatMap((period) => [period, ...children(period, 'AdaptationSet')]);
  const elements = [mpd, ...sets, ...sets.flatMap((set) => children(set, 'Representation'))];
  const bases = elements.flatMap((each) => childText(each, 'BaseURL')?.trim() ?? []);
  return [...new Set(bases.filter((base) => /^https?:\/\//i.test(base)).map((base) => new URL(base).origin))];
}

const typeOf = (element: XmlElement): string =>
  `${attribute(element, 'contentType') ?? ''} ${attribute(element, 'mimeType') ?? ''}`.toLowerCase();

function initOf(levels: readonly XmlElement[], base: string): string | undefined {
  for (const name of ['SegmentTemplate', 'SegmentList', 'SegmentBase']) {
    const elements = levels.flatMap((level) => children(level, name, 1));
    if (elements.length === 0) continue;
    // An attribute of an inner level outweighs that of an outer one.
    const template = elements.map((each) => attribute(each, 'initialization')).find((each) => each !== undefined);
    const source = elements
      .flatMap((each) => children(each, 'Initialization', 1))
      .map((each) => attribute(each, 'sourceURL'))
      .find((each) => each !== undefined);
    const reference = template === undefined ? source : filledTemplate(template, levels[0]!);
    if (reference !== undefined) return resolveReference(reference, base);
    return name === 'SegmentTemplate' ? undefined : base;
  }
  return childText(levels[0]!, 'BaseURL') === undefined ? undefined : base;
}
