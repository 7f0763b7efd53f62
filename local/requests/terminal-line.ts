import { printable } from '../../commands/printable.ts';
import type { RequestedTitle, RequestRecord } from '../../contract/local/requests.ts';
import { ROUTES } from '../../contract/routes.ts';
import { redactedText } from '../../lambda/redacted-text.ts';
import type { LogRecord } from '../lambda/function-log.ts';
import { failureReason } from './failure-reason.ts';
import { readLoggedRequest } from './logged-request.ts';

/** Puts a colour around a text, or returns it as it is. */
export type Paint = (colour: 'green' | 'yellow' | 'red' | 'dim', text: string) => string;

/**
 * One request in one line: `200 movie 550 · miss → catalogue · 5 sources, 1080p · 167 ms`, and of a failure
 * `503 movie 4 · 3519 ms · own: sources[0].url is required (got {file})`.
 */
export function terminalLine(record: RequestRecord, paint: Paint): string {
  const { status, ms, why, sources, bestQuality } = record;
  const where = cacheInWords(record);
  const parts = [
    ...(where === undefined ? [] : [where]),
    ...(sources === null ? [] : [`${sources} source${sources === 1 ? '' : 's'}, ${bestQuality}`]),
  ];
  const first = `${paint(colourOf(status), String(status))} ${subjectOf(record)}`;
  const reason = why === null ? [] : [paint(status < 400 ? 'yellow' : colourOf(status), printable(why))];
  return [first, ...parts, paint('dim', `${ms} ms`), ...reason].join(' · ');
}

/**
 * The line of a refresh that failed, so that the stale answer which was served meanwhile has its reason; undefined for
 * every other line of a function's log.
 */
export function refreshLine(line: LogRecord, paint: Paint): string | undefined {
  const { message, outcome, tmdbId, mediaType, season, episode, responseTime } = line;
  if (message !== 'refresh' || !['unavailable', 'timeout', 'table-error'].includes(String(outcome))) return undefined;
  const title = titleInWords({ tmdbId, mediaType, season, episode } as RequestedTitle);
  const why = failureReason(503, readLoggedRequest(line), String(outcome))!;
  return [
    `${paint('yellow', 'refresh')} ${title}`,
    paint('dim', `${responseTime} ms`),
    paint('yellow', printable(why)),
  ].join(' · ');
}

/** The line of a request that is not of the API: media, and the stack's own routes. */
export function otherLine(request: { method: string; path: string; status: number; ms: number }, paint: Paint): string {
  const { method, path, status, ms } = request;
  return paint('dim', `${status} ${method} ${printable(redactedText(path))} · ${ms} ms`);
}

function subjectOf({ method, path, title }: RequestRecord): string {
  if (title === null || method === 'OPTIONS') return `${method} ${printable(path)}`;
  const route = path === ROUTES.extract.path ? '' : `${printable(path.slice(path.lastIndexOf('/') + 1))} `;
  return `${method === 'GET' ? '' : `${method} `}${route}${titleInWords(title)}`;
}

function titleInWords(title: RequestedTitle): string {
  if (title.mediaType === 'movie') return `movie ${title.tmdbId}`;
  return `tv ${title.tmdbId} S${title.season}E${title.episode}`;
}

function cacheInWords({ tier, outcome, provider, status }: RequestRecord): string | undefined {
  if (tier === null) return undefined;
  if (tier !== 'provider') return outcome === 'stale' ? `${tier}, stale` : tier;
  if (outcome === 'waited') return 'miss, waited for another container';
  if (provider !== null) return `miss → ${provider}`;
  return status < 400 ? 'miss' : undefined;
}

function colourOf(status: number): 'green' | 'yellow' | 'red' {
  if (status < 400) return 'green';
  return status < 500 ? 'yellow' : 'red';
}
