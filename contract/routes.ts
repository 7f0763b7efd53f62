/*
 * Every route of the API, one row each. From it derive the REST API's resources, the dispatch of the functions, the
 * event validators, the paths of the OpenAPI document, the methods that CORS allows and the `Allow` of a 405. Free of
 * Zod, since the functions load it as they start.
 */

export type HttpMethod = 'GET' | 'HEAD' | 'OPTIONS' | 'POST' | 'PUT' | 'DELETE';

export interface Route {
  readonly path: string;
  /** Every other method is a 405. */
  readonly methods: readonly HttpMethod[];
  /**
   * Name of the query's schema in `QUERIES` (query.ts), and of the validator that is generated from it; null for a
   * route that reads no query.
   */
  readonly query: string | null;
  /** Whether a stage whose access is by key wants a key here. */
  readonly key: boolean;
  /** Whether each valid request counts towards its client's rate limit. */
  readonly limited: boolean;
  /** The function behind it, as the registry of functions names it (lib/bundling/functions.ts). */
  readonly function: string;
}

export const ROUTES = {
  extract: {
    path: '/api/stream/extract',
    methods: ['GET', 'HEAD', 'OPTIONS'],
    query: 'extract',
    key: true,
    limited: true,
    function: 'extract',
  },
  playlist: {
    path: '/api/stream/playlist.m3u8',
    methods: ['GET', 'HEAD', 'OPTIONS'],
    query: 'playlist',
    key: true,
    limited: true,
    function: 'extract',
  },
  // A player stops steering for the rest of the film at its first 429: it counts only where it starts a refresh.
  steering: {
    path: '/api/stream/steering.json',
    methods: ['GET', 'HEAD', 'OPTIONS'],
    query: 'steering',
    key: true,
    limited: false,
    function: 'extract',
  },
  // Of stages that keep what viewers prefer.
  preferences: {
    path: '/api/stream/preferences',
    methods: ['GET', 'PUT', 'DELETE', 'OPTIONS'],
    query: null,
    key: true,
    limited: true,
    function: 'preferences',
  },
  // Of stages that measure what viewers really get. Beacons carry no key; the limit is the function's own.
  cmcd: {
    path: '/api/stream/cmcd',
    methods: ['POST', 'OPTIONS'],
    query: 'cmcd',
    key: false,
    limited: true,
    function: 'usage',
  },
  // Of stages with a WebSocket API: for the site's own server, never for a page.
  tickets: {
    path: '/api/stream/live/tickets',
    methods: ['POST'],
    query: null,
    key: true,
    limited: true,
    function: 'live',
  },
  /** For uptime monitors: whether gateway and function answer. */
  status: {
    path: '/api/stream/status',
    methods: ['GET', 'HEAD', 'OPTIONS'],
    query: null,
    key: false,
    limited: false,
    function: 'extract',
  },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof ROUTES;
export type RouteFunction = (typeof ROUTES)[RouteName]['function'];
/** The routes that one function serves. */
export type RouteNameOf<F extends RouteFunction> = {
  [Name in RouteName]: (typeof ROUTES)[Name]['function'] extends F ? Name : never;
}[RouteName];
