import type { Source } from '../answer.ts';

/**
 * Finds the same source in a newer answer: by its id, the same file with a new signature, or one of the same quality;
 * else the first.
 *
 * @param sources those that the player can continue with
 */
export function successorIn(current: Source, sources: readonly Source[]): Source | undefined {
  // Answers of before ids may still be stored.
  const sameId = sources.filter(({ id }) => id !== undefined && id === current.id);
  const samePath = sources.filter(({ url }) => pathOf(url) === pathOf(current.url));
  const alike = ({ quality }: Source) => quality === current.quality;
  // Where several sources have the path, the path alone does not identify the file.
  return (
    (sameId.length === 1 ? sameId[0] : undefined) ??
    samePath.find(alike) ??
    (samePath.length === 1 ? samePath[0] : undefined) ??
    sources.find(alike) ??
    sources[0]
  );
}

const pathOf = (url: string): string => {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
};
