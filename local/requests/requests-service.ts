import { type LocalService, noSuchRoute, sendJson } from '../http/service.ts';
import type { RequestLog } from './request-log.ts';

const PATH = '/local/requests';

/** `GET /local/requests?after=SEQ` or `?id=REQUEST-ID`, and `GET /local/requests/SEQ` for one of them. */
export const requestsService = (log: RequestLog): LocalService => ({
  isPrivate: true,
  matches: ({ method, path }) => method === 'GET' && (path === PATH || path.startsWith(`${PATH}/`)),
  serve: ({ path, query }, response) => {
    if (path === PATH) {
      const parameters = new URLSearchParams(query);
      const id = parameters.get('id');
      return sendJson(response, id === null ? log.after(Number(parameters.get('after')) || 0) : log.withId(id));
    }
    const record = log.find(Number(path.slice(PATH.length + 1)));
    return record ? sendJson(response, record) : noSuchRoute(response);
  },
});
