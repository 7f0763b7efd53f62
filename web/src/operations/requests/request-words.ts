import type { RequestRecord } from '../../../../contract/local/requests.ts';
import { idsInWords } from '../../shell/title-words.ts';

/** What was asked for: `Movie 550`, `HEAD Movie 550`, `Movie 550 · playlist.m3u8`, `GET /api/nothing`. */
export function subjectOf({ method, path, title }: RequestRecord): string {
  if (title === null) return `${method} ${path}`;
  const file = path.split('/').at(-1);
  const name = file === 'extract' ? idsInWords(title) : `${idsInWords(title)} · ${file}`;
  return method === 'GET' ? name : `${method} ${name}`;
}

/** Where the answer is from: `memory`, `table, stale`, `provider`; a dash where the cache was not asked. */
export function tierOf({ tier, outcome }: RequestRecord): string {
  if (tier === null) return '–';
  return outcome === 'stale' ? `${tier}, stale` : tier;
}

/** Whether somebody should look at it: an error, or an answer without what some provider failed to deliver. */
export const hasProblem = ({ status, why }: RequestRecord): boolean => status >= 400 || why !== null;
