import type { SourceType } from '../../contract/answer.ts';
import type { SourceCandidate } from './candidate.ts';

/** Names, file extensions and media types (IANA registry; RFC 8216 for HLS, ISO/IEC 23009-1 for DASH) of each type. */
const TYPE_OF_NAME: ReadonlyMap<string, SourceType> = new Map([
  ['hls', 'hls'],
  ['m3u8', 'hls'],
  ['m3u', 'hls'],
  ['application/vnd.apple.mpegurl', 'hls'],
  ['application/x-mpegurl', 'hls'],
  ['application/mpegurl', 'hls'],
  ['audio/mpegurl', 'hls'],
  ['audio/x-mpegurl', 'hls'],
  ['dash', 'dash'],
  ['mpd', 'dash'],
  ['application/dash+xml', 'dash'],
  ['mp4', 'mp4'],
  ['m4v', 'mp4'],
  ['video/mp4', 'mp4'],
  ['video/x-m4v', 'mp4'],
  ['application/mp4', 'mp4'],
  ['webm', 'webm'],
  ['video/webm', 'webm'],
]);

/**
 * The type of a source: by its manifest's first bytes, else as declared, else by the path's extension, else by the
 * Content-Type it was served with; `mp4` when none of them is known.
 */
export function sourceTypeOf(candidate: SourceCandidate, url: URL): SourceType {
  return (
    candidate.inspected?.type ?? statedTypeOf(candidate, url) ?? typeNamed(candidate.inspected?.contentType) ?? 'mp4'
  );
}

/** The type that is known before a source is opened: as declared, else by its path's extension. */
export function statedTypeOf(candidate: SourceCandidate, url: URL): SourceType | undefined {
  return typeNamed(candidate.type) ?? TYPE_OF_NAME.get(extensionOf(url));
}

const SOUND_FILE = new Set([
  'mp3',
  'm4a',
  'aac',
  'ac3',
  'eac3',
  'flac',
  'oga',
  'ogg',
  'opus',
  'wav',
  'wma',
  'mka',
  'weba',
]);

/**
 * Whether a source is a file with sound only, by the same evidence in the same order: its bytes, the declared type, its
 * path's extension, its Content-Type.
 */
export function isSoundFile(candidate: SourceCandidate, url: URL): boolean {
  if (candidate.inspected?.type !== undefined) return false;
  if (isSoundType(candidate.type)) return true;
  if (typeNamed(candidate.type) !== undefined) return false;
  const extension = extensionOf(url);
  if (SOUND_FILE.has(extension)) return true;
  return !TYPE_OF_NAME.has(extension) && isSoundType(candidate.inspected?.contentType);
}

function isSoundType(text: string | undefined): boolean {
  return text !== undefined && /^\s*audio\//i.test(text) && typeNamed(text) === undefined;
}

function typeNamed(text: string | null | undefined): SourceType | undefined {
  return text
    ? TYPE_OF_NAME.get((text.split(';', 1)[0] ?? '').trim().toLowerCase().replace(LEADING_DOT, ''))
    : undefined;
}

const LEADING_DOT = /^\./;

function extensionOf(url: URL): string {
  const fileName = url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
  const dot = fileName.lastIndexOf('.');
  return dot === -1 ? '' : fileName.slice(dot + 1).toLowerCase();
}
