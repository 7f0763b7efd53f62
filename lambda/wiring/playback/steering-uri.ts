import type { Content } from '../../stream/content.ts';

/** The address of the steering server for a title's pathways, relative to playlist and steering answer alike. */
export function steeringUri(content: Content, pathways: readonly string[]): string {
  const query = new URLSearchParams({ mediaType: content.mediaType, tmdbId: content.tmdbId });
  if (content.mediaType === 'tv') {
    query.set('season', String(content.season));
    query.set('episode', String(content.episode));
  }
  for (const pathway of pathways) query.append('p', pathway);
  return `steering.json?${query}`;
}
