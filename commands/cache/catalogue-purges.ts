import type { CacheCommand } from '../../contract/cache-command.ts';
import type { StageStatus } from '../../lambda/wiring/stage-status.ts';
import type { CachePurges } from '../catalogue/store/catalogue-update.ts';
import { type CacheFunction, invokeCache } from './cache-function.ts';

type Content = (CacheCommand & { action: 'show' })['content'];

/** The cache of a stage, as the catalogue's commands purge it. */
export const cachePurges = (cache: CacheFunction): CachePurges => ({
  targets: async () => (await invokeCache<StageStatus>(cache, { action: 'status' })).purges.targets,
  purge: async (named) => {
    const scope = named === 'everything' ? { all: true as const } : { contents: named.map(contentOfKey) };
    await invokeCache(cache, { action: 'purge', scope });
  },
});

/** The content of a key: `movie:550`, `tv:1396:1:1`. */
function contentOfKey(key: string): Content {
  const [mediaType, tmdbId = '', season, episode] = key.split(':');
  if (mediaType === 'movie') return { mediaType, tmdbId };
  return { mediaType: 'tv', tmdbId, season: Number(season), episode: Number(episode) };
}
