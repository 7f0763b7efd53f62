import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from '@jest/globals';
import { isGenerated, projectFiles, ROOT } from './support/project-files.ts';

const FILES = projectFiles();
const DOCUMENTS = FILES.filter((path) => path.endsWith('.md')).map((path) => ({
  path,
  // A link in an example of code leads nowhere.
  text: readFileSync(join(ROOT, path), 'utf8').replace(/^ *```[\s\S]*?^ *```/gm, ''),
}));

const exists = (path: string): boolean => FILES.some((file) => file === path || file.startsWith(`${path}/`));

/** A heading's anchor as forges make it: lower case, without punctuation, a dash for each space. */
const anchorOf = (heading: string): string =>
  heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');

const ANCHORS = new Map(
  DOCUMENTS.map(({ path, text }) => [path, [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchorOf(heading!))]),
);

test('every link from one document to another file leads to it, and to a heading of it', () => {
  const broken = DOCUMENTS.flatMap(({ path, text }) =>
    [...text.matchAll(/\]\(([^()\s]+)\)/g)].flatMap(([, link]) => {
      if (/^[a-z]+:/.test(link!)) return [];
      const [target, anchor] = link!.split('#') as [string, string?];
      const file = target === '' ? path : normalize(join(dirname(path), target)).replace(/\/$/, '');
      const isThere = exists(file) && (anchor === undefined || (ANCHORS.get(file)?.includes(anchor) ?? false));
      return isThere ? [] : [`${path}: ${link}`];
    }),
  );
  expect(broken).toEqual([]);
});

test('every path that a document names exists', () => {
  const folders = [...new Set(FILES.filter((file) => file.includes('/')).map((file) => file.split('/')[0]))];
  const pathInText = new RegExp(`\`((?:${folders.join('|')})/[\\w./-]+)\``, 'g');
  // A command line may name the beginning of a path; what a build makes is in no repository.
  const isKnown = (path: string): boolean =>
    /(^|\/)dist(\/|$)/.test(path) || FILES.some((file) => file.startsWith(path));
  const unknown = DOCUMENTS.filter(({ path }) => !isGenerated(path) && path !== 'CHANGELOG.md').flatMap(
    ({ path, text }) =>
      [...text.matchAll(pathInText)].filter(([, named]) => !isKnown(named!)).map(([, named]) => `${path}: ${named}`),
  );
  expect(unknown).toEqual([]);
});
