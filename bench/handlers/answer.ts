import { createHash } from 'node:crypto';

/*
 * The answer of every benchmark: nine sources and six subtitles, about 2.5 KB, as most answers are.
 */

/** Of every link. */
export const EXPIRES_AT = Date.UTC(2099, 0, 1);

/** The source with a ladder: id and link. */
export const LADDER = { id: 'rendition-0', url: linkOf(0) };

const QUALITIES = ['2160p', '1440p', '1080p', '1080p', '720p', '720p', '480p', '360p', 'auto'];
const LANGUAGES = ['en', 'de', 'es', 'fr', 'it', 'pt'];

export const DATA = JSON.stringify({
  sources: QUALITIES.map((quality, index) => ({
    id: `rendition-${index}`,
    url: linkOf(index),
    expiresAt: new Date(EXPIRES_AT).toISOString(),
    quality,
    type: 'hls',
    width: 1920 - index,
    height: 1080 - index,
    bandwidth: 5_000_000 - index,
  })),
  subtitles: LANGUAGES.map((language) => ({
    label: `Subtitles ${language}`,
    language,
    url: `https://media.example/title/550/subtitles/${language}.vtt`,
  })),
  poster: 'https://media.example/title/550/poster.jpg',
  duration: 7200,
});

export const ETAG = `W/"${createHash('sha256').update(DATA).digest('base64url').slice(0, 22)}"`;
export const SOURCE_COUNT = QUALITIES.length;
export const SUBTITLE_COUNT = LANGUAGES.length;

function linkOf(index: number): string {
  return `https://media.example/title/550/rendition-${index}/playlist-of-this-rendition.m3u8`;
}
