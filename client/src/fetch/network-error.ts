import { StreamError } from '../stream-error.ts';

/**
 * Makes an error of a request without a response. A browser hides why there is none, so the message names what is
 * likely: for an API of another origin, that it does not list the page's (Fetch standard, "CORS protocol").
 *
 * @param cause the TypeError of fetch
 */
export function networkError(url: string, cause: unknown): StreamError {
  const { document, location } = globalThis as {
    document?: { baseURI: string };
    location?: { href: string; origin: string };
  };
  let error = 'Invalid URL';
  let message = 'There is no page whose origin the API could have: set baseUrl.';
  // Resolved only after the failure, because the fetch of some frameworks resolves a path itself.
  const api = originOf(url, document?.baseURI ?? location?.href);
  if (api) {
    error = 'Network error';
    // What a fetch of Node says beneath its own error, such as ECONNREFUSED; a browser says nothing.
    const code = (cause as { cause?: { code?: string } })?.cause?.code;
    message = `The stream API could not be reached${code ? ` at ${api} (${code})` : ''}.`;
    const page = location?.origin;
    // The local stack has this option; any other stage has the setting `corsOrigins`.
    if (page && page !== api)
      message += ` Perhaps ${api} does not allow pages of ${page} (CORS). The local stack does: npm start -- --cors-origin ${page}`;
  }
  return new StreamError({ status: 0, error, message, retryable: Boolean(api), cause });
}

/** The origin of a URL, by the page or worker that it is used in; undefined for a path without either. */
function originOf(url: string, base: string | undefined): string | undefined {
  try {
    return new URL(url, base).origin;
  } catch {
    return undefined;
  }
}
