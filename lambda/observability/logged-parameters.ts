import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { ParameterName } from '../../contract/parameter-rules.ts';

/** How a value of each parameter may begin. Longer numbers are not ids, and may be of a card or a telephone. */
const BEGINNINGS: Readonly<Record<ParameterName, RegExp>> = {
  tmdbId: /^\d{1,10}(?!\d)/,
  mediaType: /^(movie|tv)/i,
  season: /^\d{1,5}(?!\d)/,
  episode: /^\d{1,5}(?!\d)/,
  source: /^[\w-]{1,64}(?![\w-])/,
  // It is what a player holds of links: nothing of it is logged.
  p: /^$/,
  interval: /^\d{1,3}(?!\d)/,
};

/** Two values show that a parameter was repeated. */
const MAX_VALUES = 2;

/**
 * The known parameters of a refused request, for its log line. Each value is cut where it cannot be valid, with `…` for
 * the rest: clients have sent addresses, tokens and names of viewers in them.
 */
export function loggedParameters({
  multiValueQueryStringParameters: query,
}: Pick<APIGatewayProxyEvent, 'multiValueQueryStringParameters'>): Record<string, string[]> {
  const given = Object.entries(BEGINNINGS).flatMap(([name, beginning]) => {
    const values = query?.[name];
    return values ? [[name, values.slice(0, MAX_VALUES).map((value) => keptOf(value, beginning))]] : [];
  });
  return Object.fromEntries(given);
}

function keptOf(value: string, beginning: RegExp): string {
  const [kept = ''] = beginning.exec(value) ?? [];
  return kept === value ? value : `${kept}…`;
}
