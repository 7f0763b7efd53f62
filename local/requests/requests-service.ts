import type { LocalService } from '../http/service.ts';
import { noSuchRoute, sendJson } from '../http/service.ts';
import type { RequestLog } from './request-log.ts';

const PATH = '/local/requests';

/** `GET /local/requests?after=SEQ`, and `GET /local/requests/SEQ` for one of them. */
export const requestsService = (log: RequestLog): LocalService => ({
  isPrivate: true,
  matches: ({ method, path }) => method === 'GET' && (path === PATH || path.startsWith(`${PATH}/`)),
  serve: ({ path, query }, response) => {
    if (path === PATH) return sendJson(response, log.after(Number(new URLSearchParams(query).get('after')) || 0));
    const record = log.find(Number(path.slice(PATH.length + 1)));
    return record ? sendJson(response, record) : noSuchRoute(response);
  },
});
