/** The path of an operation of the API at the end of a URL, and a query or fragment. */
const OPERATION = /(\/api\/stream\/[\w.-]+\/*)?([?#].*)?$/;

/** A host where a scheme is missing: `localhost`, `localhost:3000`, `api.example.com/v1`, `[::1]:3000`. */
const HOST = /^(localhost(?=[:/]|$)|\[|[^/]*[^/.][.:][^/])/i;

/** With a host that has no user and password, which fetch refuses; or with no scheme, since a host has one by now. */
const URL_OR_PATH = /^(https?:\/\/[^\s/@]+(\/\S*)?|(?![a-z][a-z\d+.-]*:)\S*)$/i;

/**
 * Checks a base URL when the client is created: by then it is clear that no request could succeed.
 *
 * @returns the base URL without slashes at its end
 * @throws TypeError for one that is neither an http(s) URL nor a path, or is more than that; it names the right one
 */
export function checkedBaseUrl(given: string | undefined): string {
  const text = String(given ?? '').trim();
  const right = withScheme(text.replace(OPERATION, ''));
  if (right === text && URL_OR_PATH.test(text)) return text.replace(/\/+$/, '');
  const hint = URL_OR_PATH.test(right) ? ` Did you mean '${right}'?` : '';
  throw new TypeError(`baseUrl must be an http(s) URL or a path: what precedes /api/stream/extract.${hint}`);
}

function withScheme(text: string): string {
  if (/^https?:/i.test(text)) return text.replace(/^(https?):\/*/i, '$1://');
  if (!HOST.test(text)) return text;
  // Addresses and the own machine seldom have a certificate.
  return `http${/^(localhost|[\d[])/i.test(text) ? '' : 's'}://${text}`;
}
