import { StreamError } from '../stream-error.js';
/**
 * Makes an error of a request without a response. A browser hides why there is none, so the message names what is
 * likely: for an API of another origin, that it does not list the page's (Fetch standard, "CORS protocol").
 *
 * @param cause the TypeError of fetch
 */
export declare function networkError(url: string, cause: unknown): StreamError;
