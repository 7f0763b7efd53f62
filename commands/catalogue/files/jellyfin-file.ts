import { counted } from '../../counted.ts';
import { checkRow } from '../catalogue-row.ts';
import { type Problem, problemText, UnreadableFileError } from '../problem.ts';
import { checkedItem } from './jellyfin-check.ts';
import { contentsOf, factsOf, type Item, isMedia, pathsOf, seriesIds } from './jellyfin-item.ts';
import { arrayElements } from './json-elements.ts';
import { mediaPaths, type PathOptions } from './media-paths.ts';
import { mergedTitles } from './merged-titles.ts';
import type { ReadTitle, ReadTitles } from './read-titles.ts';

const ITEMS = /"Items"\s*:\s*\[/;

/** Whether a text is Jellyfin's: an object with items, or a list of them. */
export function isJellyfin(text: string): boolean {
  const start = text
    .replace(/^\uFEFF+/, '')
    .trimStart()
    .slice(0, 20_000);
  return (start.startsWith('{') && ITEMS.test(start)) || (start.startsWith('[') && /"ProviderIds"\s*:/.test(start));
}

/**
 * The movies and episodes of Jellyfin's items. An episode is found by the id of its series, which is in the file, too.
 *
 * @throws UnreadableFileError when it is no JSON, or there is no address for its files
 */
export function jellyfinTitles(text: string, options: PathOptions): ReadTitles {
  const problems: Problem[] = [];
  const items = itemsOf(text).flatMap(({ value, line }): { item: Item; line: number }[] => {
    const checked = checkedItem(value);
    if ('item' in checked) return [{ item: checked.item, line }];
    problems.push({ line, message: checked.problem, severity: 'error' });
    return [];
  });
  const series = seriesIds(items.map(({ item }) => item));
  const media = items.filter(({ item }) => isMedia(item));
  const paths = mediaPaths(
    media.flatMap(({ item }) => pathsOf(item)),
    options,
  );
  const parts: ReadTitle[] = [];
  for (const { item, line } of media) {
    const named = (message: string) => `"${item.Name ?? item.Id}": ${message}`;
    const content = contentsOf(item, series);
    if (typeof content === 'string') {
      problems.push({ line, message: named(content), severity: 'error' });
      continue;
    }
    const outside = pathsOf(item).find((path) => paths.linkTo(path) === undefined);
    if (outside !== undefined) {
      problems.push({ line, message: named(`${outside} is not below --base-path`), severity: 'error' });
      continue;
    }
    const facts = factsOf(item, paths);
    for (const each of content) {
      const { row, problems: own } = checkRow({ ...each, ...facts });
      problems.push(
        ...own.map((problem) => ({ line, severity: problem.severity, message: named(problemText(problem)) })),
      );
      if (row) parts.push({ line, row });
    }
  }
  const merged = mergedTitles(parts);
  const skipped = items.filter(({ item }) => !isMedia(item) && item.Type !== 'Series').length;
  return {
    titles: merged.titles,
    problems: [...problems, ...merged.problems],
    notes: [
      ...(paths.note === undefined ? [] : [paths.note]),
      ...(skipped > 0
        ? [`Left out, being neither movies nor episodes that have a file: ${counted(skipped, 'item')}`]
        : []),
    ],
  };
}

function itemsOf(text: string): { value: unknown; line: number }[] {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF+/, ''));
  } catch (error) {
    throw new UnreadableFileError(`The file is not valid JSON: ${(error as Error).message}`, { cause: error });
  }
  const list = Array.isArray(value) ? value : (value as { Items?: unknown }).Items;
  const begin = Array.isArray(value) ? text.indexOf('[') : text.indexOf('[', text.search(ITEMS));
  if (!Array.isArray(list)) throw new UnreadableFileError('The file has no list of Items');
  const lines = arrayElements(text, begin).map(({ line }) => line);
  return list.map((value: unknown, index) => ({ value, line: lines[index] ?? 1 }));
}
