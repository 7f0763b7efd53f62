/**
 * A feature that can be taken out: what is its own, and the few lines in which the rest of the project knows of it.
 * Paths are from the root of the project.
 */
export interface Room {
  readonly name: string;
  /** Its folders and files. */
  readonly own: readonly string[];
  /** By file, parts of lines: each is in one line of it, which is cut. */
  readonly lines: Readonly<Record<string, readonly string[]>>;
  /** By file, blocks that are cut: a part of their first line, in one line of it, and how their last line begins. */
  readonly blocks?: Readonly<Record<string, readonly (readonly [first: string, last: string])[]>>;
  /** By file, texts that are in it once, and what replaces them. */
  readonly texts?: Readonly<Record<string, readonly (readonly [text: string, put: string])[]>>;
}

/**
 * The text of a file without a room.
 *
 * @throws Error when a line, a block or a text of the room is not there, or twice
 */
export function withoutRoom(room: Room, file: string, text: string): string {
  const lines = text.split('\n');
  const indexOf = (part: string): number => {
    const found = lines.flatMap((line, index) => (line.includes(part) ? [index] : []));
    if (found.length !== 1) throw new Error(`${room.name}: ${file} has ${found.length} lines with: ${part}`);
    return found[0]!;
  };
  for (const part of room.lines[file] ?? []) lines.splice(indexOf(part), 1);
  for (const [first, last] of room.blocks?.[file] ?? []) {
    const begin = indexOf(first);
    const length = lines.slice(begin).findIndex((line) => line.startsWith(last)) + 1;
    if (length === 0) throw new Error(`${room.name}: ${file} has no line after ${first} that begins with: ${last}`);
    lines.splice(begin, length);
  }
  return (room.texts?.[file] ?? []).reduce((rest, [cut, put]) => {
    const parts = rest.split(cut);
    if (parts.length !== 2) throw new Error(`${room.name}: ${file} has ${parts.length - 1} times: ${cut}`);
    return parts.join(put);
  }, lines.join('\n'));
}

/** The files in which a room has lines, blocks or texts. */
export const touchedBy = ({ lines, blocks = {}, texts = {} }: Room): string[] => [
  ...new Set([lines, blocks, texts].flatMap((each) => Object.keys(each))),
];
