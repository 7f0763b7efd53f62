/** What a person has entered for a title: an id alone, or with the type and episode that a link names. */
export type TitleInput =
  | { readonly tmdbId: string; readonly mediaType?: undefined }
  | { readonly tmdbId: string; readonly mediaType: 'movie' }
  | { readonly tmdbId: string; readonly mediaType: 'tv'; readonly season?: number; readonly episode?: number };

/** Why a text names no title, in a sentence. */
export interface InputProblem {
  readonly problem: string;
}

const EXAMPLE = 'Enter a number such as 550, or paste the link of a title’s page on themoviedb.org.';

/**
 * Reads a TMDB id, or the link of a page of themoviedb.org: of a movie, a series, a season or an episode, in any
 * language. Blanks around it do not matter. `movie/550` and `tv:1396:1:1` are understood, too.
 */
export function readTitle(text: string): TitleInput | InputProblem {
  const entered = text.trim();
  if (entered === '') return { problem: EXAMPLE };
  if (/^\d{1,12}$/.test(entered)) return { tmdbId: entered };
  if (/^\d+$/.test(entered)) return { problem: 'A TMDB id has at most 12 digits.' };
  if (/^tt\d+$/i.test(entered)) {
    return {
      problem: `${entered} is an IMDb id. The TMDB id is in the address of the title’s page on themoviedb.org.`,
    };
  }
  const link = linkOf(entered);
  if (link === undefined) return titleAt(entered.replaceAll(':', '/')) ?? { problem: `This is no TMDB id. ${EXAMPLE}` };
  if (!/^(www\.|m\.)?(themoviedb|tmdb)\.org$/.test(link.hostname)) {
    return { problem: `This link leads to ${link.hostname}, and not to themoviedb.org.` };
  }
  return titleAt(link.pathname) ?? { problem: 'This page of TMDB is not that of a movie, a series or an episode.' };
}

/** The address, with or without its scheme. */
function linkOf(text: string): URL | undefined {
  if (/^https?:\/\//i.test(text)) return URL.parse(text) ?? undefined;
  return /^[\w-]+(\.[\w-]+)*\.[a-z]{2,}(\/|$)/i.test(text) ? (URL.parse(`https://${text}`) ?? undefined) : undefined;
}

/** Reads `/movie/550-fight-club`, `/de/tv/1396/season/1/episode/2/cast`, `tv/1396/1/2`. */
function titleAt(path: string): TitleInput | undefined {
  const parts = path.split('/').filter((part) => part !== '');
  if (/^[a-z]{2}(-[a-z]{2})?$/i.test(parts[0] ?? '') && parts[0] !== 'tv') parts.shift();
  const [mediaType, page = '', ...rest] = parts;
  const tmdbId = /^(\d{1,12})(-.*)?$/.exec(page)?.[1];
  if (tmdbId === undefined) return undefined;
  if (mediaType === 'movie') return { tmdbId, mediaType };
  if (mediaType !== 'tv') return undefined;
  const place = /^(?:season\/)?(\d{1,5})(?:\/(?:episode\/)?(\d{1,5}))?(\/|$)/.exec(rest.join('/'));
  const [, season, episode] = place ?? [];
  return {
    tmdbId,
    mediaType,
    ...(season !== undefined && { season: Number(season) }),
    ...(episode !== undefined && { episode: Number(episode) }),
  };
}
