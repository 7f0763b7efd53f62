import { createStreamClient, subtitleTracks } from '@stream-api/client';
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
  for (const track of subtitleTracks(data, 'en')) video.append(Object.assign(document.createElement('track'), track));
  attach(video, { client, request, data, onError: (message) => (status.textContent = message) });
  status.textContent = `${data.sources.length} sources, ${data.subtitles.length} subtitles`;
} catch (error) {
  status.textContent = error.message;
}
