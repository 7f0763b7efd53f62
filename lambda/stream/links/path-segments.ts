/** The segments of a URL's path, percent-decoded; one that cannot be decoded stays as it is. */
export function pathSegments(url: URL): string[] {
  return url.pathname.split('/').map(decoded);
}

function decoded(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
