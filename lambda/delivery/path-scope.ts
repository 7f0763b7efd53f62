/** What a signature opens, below the `match` of a CDN. */
export interface Scope {
  /** A folder with its slash, or one file; as links write it. */
  readonly path: string;
  /** The number of its segments. */
  readonly segments: number;
}

/** The verifier at the edge refuses them: an origin could read them as another path, if it decodes twice, too. */
const AMBIGUOUS = /%(25)*(2e|2f|5c)|\\|\/\/|^\/|[?#]/i;
/** Some servers take a segment's parameters off. */
const DOT_SEGMENT = /(^|\/)\.\.?(;|\/|$)/;
const CONTROL = /\p{Cc}/u;

/** The path of a link below a folder; undefined where it is not below it, or is no plain path. */
export function pathBelow(link: URL, folder: string): string | undefined {
  const address = link.origin + link.pathname;
  if (!address.startsWith(folder)) return undefined;
  const path = address.slice(folder.length);
  return isPlain(path) ? path : undefined;
}

function isPlain(path: string): boolean {
  if (path === '' || AMBIGUOUS.test(path)) return false;
  try {
    const decoded = decodeURIComponent(path);
    return !DOT_SEGMENT.test(decoded) && !CONTROL.test(decoded);
  } catch {
    return false;
  }
}

/** The folder that names a title: the first segments of a path; undefined where nothing is below it. */
export function folderOf(path: string, segments: number): Scope | undefined {
  const all = path.split('/');
  return all.length > segments ? { path: `${all.slice(0, segments).join('/')}/`, segments } : undefined;
}

/** The path alone. */
export const fileScope = (path: string): Scope => ({ path, segments: path.split('/').length });
