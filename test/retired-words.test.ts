import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { isGenerated, projectFiles, ROOT } from './support/project-files.ts';

/** A word that the project does not use any more, as a regular expression, and what it uses instead. */
interface RetiredWord {
  word: string;
  use: string;
  /** Uses that remain: expressions over `path: line`, each with its reason. */
  except?: { match: string; why: string }[];
}

const WORDS = JSON.parse(readFileSync(join(ROOT, 'test/retired-words.json'), 'utf8')) as RetiredWord[];

const IS_TEXT = /(\.(tsx?|mjs|cjs|js|json|jsonl|md|css|html|py|ya?ml)|(^|\/)\.ci\/run)$/;

/** Lists of what is not to be said, a history, and data whose words are not ours. */
const IS_EXEMPT = /^(test\/retired-words\.(json|test\.ts)|CHANGELOG\.md|samples\/(media|catalogue)|test\/.*fixtures\/)/;

/** The lines in which a file uses our words, and before them its path. */
function linesOf(path: string): string[] {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const [ours] = path === 'docs/glossary.md' ? text.split('## Words that are not used any more') : [text];
  return [path, ...ours!.split('\n')];
}

const TEXTS = projectFiles()
  .filter((path) => IS_TEXT.test(path) && !isGenerated(path) && !IS_EXEMPT.test(path))
  .map((path) => ({ path, lines: linesOf(path) }));

const RETIRED = WORDS.map(({ word, use, except = [] }) => ({
  use,
  // A capital at the beginning of a sentence, or inside an identifier, makes no other word.
  retired: new RegExp(word, 'i'),
  exceptions: except.map(({ match }) => new RegExp(match)),
}));

test('no retired word is used', () => {
  const uses = TEXTS.flatMap(({ path, lines }) =>
    lines.flatMap((line, index) =>
      RETIRED.flatMap(({ use, retired, exceptions }) => {
        const [found] = retired.exec(line) ?? [];
        const isAllowed = exceptions.some((exception) => exception.test(`${path}: ${line}`));
        return found === undefined || isAllowed ? [] : [`${path}:${index}: "${found}", but: ${use}`];
      }),
    ),
  );
  expect(uses).toEqual([]);
});

test('comments are within 120 columns, as the formatter keeps code', () => {
  // The formatter wraps everything but comments and literals; a literal may be longer where splitting it would hide it.
  const isComment = (line: string): boolean => /^\s*(\/\/|\/?\*)|\s\/\/ /.test(line);
  const long = TEXTS.filter(({ path }) => /\.(tsx?|mjs|cjs)$/.test(path)).flatMap(({ path, lines }) =>
    lines.flatMap((line, index) => {
      const columns = [...line].length;
      return columns > 120 && isComment(line) ? [`${path}:${index} (${columns})`] : [];
    }),
  );
  expect(long).toEqual([]);
});
