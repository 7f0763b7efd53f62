import { createStreamClient } from '@stream-api/client';
import { attach } from './attach.js';

const client = createStreamClient();
const query = new URLSearchParams(location.search);
const request = query.has('season')
  ? { tmdbId: query.get('tmdbId'), mediaType: 'tv', season: query.get('season'), episode: query.get('episode') }
  : { tmdbId: query.get('tmdbId') ?? '550', mediaType: 'movie' };

const video = document.querySelector('video');
const status = document.querySelector('[role=status]');

try {
  const data = await client.getStream(request);
  if (data.poster) video.poster = data.poster;
  for (const { url, label, language, delivery } of data.subtitles) {
    if (delivery === 'in-manifest') continue;
    video.append(Object.assign(document.createElement('track'), { src: url, label, srclang: language }));
  }
  if (video.textTracks[0]) video.textTracks[0].mode = 'showing';
  attach(video, { client, request, data, onError: (message) => (status.textContent = message) });
  status.textContent = `${data.sources.length} sources, ${data.subtitles.length} subtitles`;
} catch (error) {
  status.textContent = error.message;
}
