import { checkRow } from '../catalogue-row.ts';
import { type Problem, UnreadableFileError } from '../problem.ts';
import { arrayElements } from './json-elements.ts';
import type { ReadTitle, ReadTitles } from './read-titles.ts';

/**
 * The titles of a JSON array, of one JSON object, or of JSON lines.
 *
 * @throws UnreadableFileError when objects stretch over several lines without an array around them
 */
export function jsonTitles(text: string): ReadTitles {
  const trimmed = text.trimStart();
  if (trimmed.startsWith('[')) return titlesOf(arrayElements(text, text.indexOf('[')));
  if (isOneObject(trimmed)) {
    return titlesOf([{ text: trimmed, line: text.slice(0, text.length - trimmed.length).split('\n').length }]);
  }
  const lines = text.split('\n').map((line, index) => ({ text: line, line: index + 1 }));
  if (lines.find((line) => line.text.trim() !== '')?.text.trim() === '{') {
    throw new UnreadableFileError('The file has objects of several lines: put each on one line with `jq -c .`');
  }
  return titlesOf(lines);
}

function isOneObject(text: string): boolean {
  // The end of a first line that is a whole object is where parsing JSON lines would fail.
  if (text.trimEnd().includes('\n') && isObject(parsed(text.slice(0, text.indexOf('\n'))))) return false;
  return isObject(parsed(text));
}

/** One title a line; blank lines are skipped. */
function titlesOf(lines: Iterable<{ readonly text: string; readonly line: number }>): ReadTitles {
  const titles: ReadTitle[] = [];
  const problems: Problem[] = [];
  for (const { text: raw, line } of lines) {
    // Trims a byte order mark and a carriage return too: both count as white space in ECMAScript.
    const text = raw.trim();
    if (text === '') continue;
    const value = parsed(text);
    if (!isObject(value)) {
      const message = value instanceof SyntaxError ? `is not valid JSON: ${syntaxOf(value)}` : 'is not a JSON object';
      problems.push({ line, message, severity: 'error' });
      continue;
    }
    const checked = checkRow(value);
    problems.push(...checked.problems.map((problem) => ({ line, ...problem })));
    if (checked.row) titles.push({ line, row: checked.row });
  }
  return { titles, problems };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Error);

/** The parser's words without the line itself, which it repeats. */
const syntaxOf = ({ message }: SyntaxError): string => message.replace(/, "?.*"? is not valid JSON$/s, '');
