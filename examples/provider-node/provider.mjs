import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const { PORT = '4000', PROVIDER_TOKEN, MEDIA_BASE = 'http://localhost:3000/media' } = process.env;
const LINK_SECONDS = 4 * 3600;

/** What this provider has. Yours reads a database, or asks whatever knows where your media are. */
const TITLES = {
  'movie/603': () => ({
    sources: [{ url: media('test-card/hls/master.m3u8'), type: 'hls' }],
    subtitles: [
      { url: media('test-card/subtitles/en.vtt'), language: 'en' },
      { url: media('test-card/subtitles/es.vtt'), language: 'es', label: 'Español' },
    ],
    poster: media('test-card/poster.jpg'),
    duration: 12,
  }),
  'movie/27205': () => ({
    sources: [
      { ...expiring('big-buck-bunny/720p.mp4'), quality: '720p' },
      { ...expiring('big-buck-bunny/360p.mp4'), quality: '360p' },
    ],
    poster: media('big-buck-bunny/poster.jpg'),
    duration: 12,
  }),
  'tv/1399/1/1': () => ({
    sources: [{ url: media('test-card/480p.mp4'), quality: '480p', type: 'mp4' }],
    subtitles: [{ url: media('test-card/subtitles/en.vtt'), language: 'en' }],
    duration: '0:00:12',
  }),
};

const media = (file) => `${MEDIA_BASE}/${file}`;

/** A link with an end: where yours are signed, say here until when. (The sample media ignore the query.) */
function expiring(file) {
  const expiresAt = Math.floor(Date.now() / 1000) + LINK_SECONDS;
  return { url: `${media(file)}?expires=${expiresAt}`, expiresAt };
}

/** Digests have one length, as timingSafeEqual wants it. */
function isAllowed(authorization = '') {
  const digest = (text) => createHash('sha256').update(text).digest();
  return !PROVIDER_TOKEN || timingSafeEqual(digest(authorization), digest(`Bearer ${PROVIDER_TOKEN}`));
}

function answer({ method, url, headers }) {
  const [path, query] = url.split('?');
  if (method !== 'GET' || path !== '/extract') return [404];
  if (!isAllowed(headers.authorization)) return [401];
  const title = new URLSearchParams(query);
  const key = ['mediaType', 'tmdbId', 'season', 'episode'].flatMap((name) => title.get(name) ?? []).join('/');
  return Object.hasOwn(TITLES, key) ? [200, TITLES[key]()] : [404];
}

createServer((request, response) => {
  const [status, body = {}] = answer(request);
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}).listen(Number(PORT), 'localhost', () => console.log(`Provider at http://localhost:${PORT}/extract`));
