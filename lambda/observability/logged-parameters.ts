import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { ParameterName } from '../../contract/parameter-rules.ts';

/** How a value of each parameter may begin. Longer numbers are no ids, and may be a card's or a telephone's. */
const BEGINNINGS: Readonly<Record<ParameterName, RegExp>> = {
  tmdbId: /^\d{1,10}(?!\d)/,
  mediaType: /^(movie|tv)/i,
  season: /^\d{1,5}(?!\d)/,
  episode: /^\d{1,5}(?!\d)/,
};

/** Of a parameter that was given often, the first two values tell that. */
const MAX_VALUES = 2;

/**
 * The known parameters of a refused request, for its log line: of each value as much as the parameter may hold, and
 * `…` for the rest. Some clients mix up a title with its address, a token or a viewer's name.
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
