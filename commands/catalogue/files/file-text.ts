import { UnreadableFileError } from '../problem.ts';

export interface FileText {
  readonly text: string;
  /** What the operator should know of how it was read. */
  readonly note?: string;
}

/** What files of other kinds begin with, and what to do with them. */
const OTHER_KINDS: readonly (readonly [start: string, sentence: string])[] = [
  ['PK\x03\x04', 'is a workbook or a ZIP archive: save the sheet as "CSV UTF-8", or unpack it'],
  ['\xD0\xCF\x11\xE0', 'is an old Excel workbook: save the sheet as "CSV UTF-8"'],
  ['\x1F\x8B', 'is compressed: unpack it with gunzip'],
  ['#EXTM3U', 'is a playlist (M3U), which names no TMDB ids: write a CSV with the columns tmdbId, mediaType, url'],
  ['<', 'is XML or HTML: write JSON lines, a JSON array or CSV'],
];

/**
 * The text of a catalogue file: UTF-8, or what Excel writes instead (UTF-16 with a byte order mark, Windows-1252).
 *
 * @throws UnreadableFileError for a workbook, an archive, a playlist
 */
export function fileText(bytes: Uint8Array): FileText {
  const { text, ...read } = decoded(bytes);
  // The line ends of old Macs, which some tools still write.
  return { text: text.includes('\n') ? text : text.replaceAll('\r', '\n'), ...read };
}

function decoded(bytes: Uint8Array): FileText {
  const start = Buffer.from(bytes.subarray(0, 16)).toString('latin1').replace(/^ï»¿/, '').trimStart();
  const [, sentence] = OTHER_KINDS.find(([begin]) => start.startsWith(begin)) ?? [];
  if (sentence !== undefined) throw new UnreadableFileError(`The file ${sentence}`);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: new TextDecoder('utf-16le').decode(bytes) };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: new TextDecoder('utf-16be').decode(bytes) };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    const text = new TextDecoder('windows-1252').decode(bytes);
    return { text, note: 'The file is not UTF-8: read as Windows-1252' };
  }
}
