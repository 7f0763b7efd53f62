import { printable } from '../printable.ts';
import { type Problem, problemText } from './problem.ts';

/** How many problems of one kind are written out. */
const SHOWN_OF_A_KIND = 20;

/**
 * The problems as lines of text, by line of the file. After twenty of one kind the others are only counted: a mistake
 * in a column is one mistake, not ten thousand.
 */
export function problemReport(problems: readonly Problem[]): string[] {
  const shown: string[] = [];
  const kinds = new Map<string, { count: number; text: string }>();
  for (const problem of problems.toSorted((one, other) => one.line - other.line)) {
    const text = `${problem.severity === 'warning' ? 'warning: ' : ''}${problemText(problem)}`;
    const key = kindOf(text);
    const kind = kinds.get(key) ?? { count: 0, text };
    kinds.set(key, { ...kind, count: kind.count + 1 });
    if (kind.count < SHOWN_OF_A_KIND) shown.push(`line ${problem.line}: ${text}`);
  }
  const hidden = [...kinds.values()].filter(({ count }) => count > SHOWN_OF_A_KIND);
  return [...shown, ...hidden.map(({ count, text }) => `and ${count - SHOWN_OF_A_KIND} more like "${text}"`)].map(
    printable,
  );
}

/** The same for problems that differ in what was written only: numbers, keys, and texts in quotes. */
const kindOf = (text: string): string => text.replace(/"[^"]*"|\b(?:movie|tv):[\d:]+|\d+/g, '…');
