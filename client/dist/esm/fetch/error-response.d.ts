import { StreamError } from '../stream-error.js';
/**
 * Makes an error of a response with an error status. The API's own JSON describes it; the response of an intermediary
 * (a proxy's HTML page, an empty body) is classified by its status.
 *
 * @param now the server's time, milliseconds since 1970
 */
export declare function errorOfResponse({ status, headers }: Response, text: string, now: number): StreamError;
