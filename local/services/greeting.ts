import { type LocalService, sendText } from '../http/service.ts';

const TEXT = `Stream API on this machine. Try:
  /api/stream/extract?tmdbId=550&mediaType=movie
  /api/stream/extract?tmdbId=1396&mediaType=tv&season=1&episode=1
`;

/** What a stack without the console page shows at `/`. */
export const greeting: LocalService = {
  matches: ({ method, path }) => method === 'GET' && path === '/',
  serve: (_request, response) => sendText(response, 200, TEXT),
};
