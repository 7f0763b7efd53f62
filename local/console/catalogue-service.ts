import type { Content } from '../../lambda/stream/content.ts';
import { type LocalService, noSuchRoute, sendJson } from '../http/service.ts';
import type { CatalogueView } from './catalogue-view.ts';

const PATH = '/local/catalogue';
const TITLES = { default: 60, most: 500 };

/**
 * `GET /local/catalogue?search=TEXT&offset=N&limit=N` for a part of the titles, `GET /local/catalogue/movie/550` and
 * `GET /local/catalogue/tv/1396/1/1` for one of them.
 */
export const catalogueService = (catalogue: CatalogueView): LocalService => ({
  isPrivate: true,
  matches: ({ method, path }) => method === 'GET' && (path === PATH || path.startsWith(`${PATH}/`)),
  serve: async ({ path, query }, response) => {
    if (path === PATH) {
      const parameters = new URLSearchParams(query);
      const limit = whole(parameters.get('limit'), TITLES.default);
      const text = parameters.get('search') ?? '';
      sendJson(response, await catalogue.find(text, whole(parameters.get('offset'), 0), Math.min(limit, TITLES.most)));
      return;
    }
    const content = contentAt(path.slice(PATH.length + 1));
    const title = content && (await catalogue.title(content));
    if (title) sendJson(response, title);
    else noSuchRoute(response);
  },
});

const whole = (text: string | null, otherwise: number): number =>
  text !== null && /^\d{1,9}$/.test(text) ? Number(text) : otherwise;

function contentAt(path: string): Content | undefined {
  const [, movie] = /^movie\/(\d{1,12})$/.exec(path) ?? [];
  if (movie !== undefined) return { mediaType: 'movie', tmdbId: movie };
  const [, tmdbId, season, episode] = /^tv\/(\d{1,12})\/(\d{1,5})\/(\d{1,5})$/.exec(path) ?? [];
  if (tmdbId === undefined) return undefined;
  return { mediaType: 'tv', tmdbId, season: Number(season), episode: Number(episode) };
}
