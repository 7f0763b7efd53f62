import type { CacheCommand } from '../../contract/cache-command.ts';
import type { Content } from '../../lambda/stream/content.ts';
import type { StageStatus } from '../../lambda/wiring/operator/stage-status.ts';
import type { CachePurges } from '../catalogue/store/catalogue-update.ts';

/** Sends one command to a stage's cache function and returns its answer. */
type InvokeCache = (command: CacheCommand) => Promise<unknown>;

/** The cache of a stage, as the catalogue's commands purge it. */
export const cachePurges = (invoke: InvokeCache): CachePurges => ({
  targets: async () => ((await invoke({ action: 'status' })) as StageStatus).purges.targets,
  purge: async (named) => {
    const scope = named === 'everything' ? { all: true as const } : { contents: named.map(contentOfKey) };
    await invoke({ action: 'purge', scope });
  },
});

/** The content of a key: `movie:550`, `tv:1396:1:1`. */
function contentOfKey(key: string): Content {
  const [mediaType, tmdbId = '', season, episode] = key.split(':');
  if (mediaType === 'movie') return { mediaType, tmdbId };
  return { mediaType: 'tv', tmdbId, season: Number(season), episode: Number(episode) };
}
