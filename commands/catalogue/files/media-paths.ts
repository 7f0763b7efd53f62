import { UnreadableFileError } from '../problem.ts';

export interface PathOptions {
  /** Where the files are served: `https://media.example.com/films`. */
  readonly baseUrl?: string | undefined;
  /** The folder that is there, as the media server names it: `/mnt/media`. By default the longest that all share. */
  readonly basePath?: string | undefined;
}

export interface MediaPaths {
  /** The link to a file; undefined where it is not below the folder. A link stays as it is. */
  linkTo(path: string): string | undefined;
  /** Which folder was left out of the links, when nobody named it. */
  readonly note?: string;
}

/**
 * Makes links of a media server's paths.
 *
 * @throws UnreadableFileError when there are files and no address to serve them from
 */
export function mediaPaths(paths: readonly string[], { baseUrl, basePath }: PathOptions): MediaPaths {
  const files = paths.filter((path) => !isLink(path)).map(withSlashes);
  if (files.length > 0 && baseUrl === undefined) {
    throw new UnreadableFileError(
      `The items are files (${files[0]}): say with --base-url https://… where they are served from`,
    );
  }
  const folder = basePath === undefined ? commonFolder(files) : withSlashes(basePath).replace(/\/+$/, '');
  const address = baseUrl?.replace(/\/+$/, '');
  const linkTo = (path: string) => {
    if (isLink(path)) return path;
    const file = withSlashes(path);
    if (!file.startsWith(`${folder}/`)) return undefined;
    const segments = file.slice(folder.length + 1).split('/');
    return `${address}/${segments.map(encodeURIComponent).join('/')}`;
  };
  if (files.length === 0 || basePath !== undefined) return { linkTo };
  const note = `${address}/ is taken for the folder ${folder || '/'} that all files share; another one is --base-path`;
  return { linkTo, note };
}

const isLink = (path: string): boolean => /^https?:\/\//i.test(path);
const withSlashes = (path: string): string => path.replaceAll('\\', '/');

function commonFolder(files: readonly string[]): string {
  const [first = '', ...others] = files.map((file) => file.split('/').slice(0, -1));
  if (first === '') return '';
  let length = first.length;
  for (const folders of others) {
    while (folders.slice(0, length).join('/') !== first.slice(0, length).join('/')) length -= 1;
  }
  return first.slice(0, length).join('/');
}
