import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { ExtractQuery } from '../../contract/query.ts';
import type { Deadline } from '../deadline.ts';
import type { EventValidator, RouteValidator } from '../middleware/validation.ts';
import type { RequestContext } from '../observability/request-context.ts';

/** A valid request for one route. */
export interface RouteRequest {
  readonly event: APIGatewayProxyEvent;
  /** By when it must be answered. */
  readonly deadline: () => Deadline;
  readonly context: RequestContext;
}

type Answer = (request: RouteRequest) => Promise<APIGatewayProxyResult>;

export type RouteHandler = RouteValidator & { readonly answer: Answer };

/** A route that its first request loads, validator included. */
export function later(
  load: () => Promise<{ readonly validate: EventValidator; readonly answer: Answer }>,
  check?: RouteValidator['check'],
): RouteHandler {
  let loading: ReturnType<typeof load> | undefined;
  const loaded = () => {
    loading ??= load().catch((error) => {
      // The next request tries again.
      loading = undefined;
      throw error;
    });
    return loading;
  };
  return {
    load: async () => (await loaded()).validate,
    ...(check && { check }),
    answer: async (request) => (await loaded()).answer(request),
  };
}

/** The validator has passed it: each known parameter is there exactly once. */
export const validQuery = ({ multiValueQueryStringParameters: query }: APIGatewayProxyEvent): ExtractQuery =>
  ({
    tmdbId: query?.tmdbId?.[0],
    mediaType: query?.mediaType?.[0],
    season: query?.season?.[0],
    episode: query?.episode?.[0],
  }) as ExtractQuery;
