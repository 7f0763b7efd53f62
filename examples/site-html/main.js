import { createStreamClient } from '@stream-api/client';
import { playTitle } from '@stream-api/client/player';

const query = new URLSearchParams(location.search);
const request = query.has('season')
  ? { tmdbId: query.get('tmdbId'), mediaType: 'tv', season: query.get('season'), episode: query.get('episode') }
  : { tmdbId: query.get('tmdbId') ?? '550', mediaType: 'movie' };

const status = document.querySelector('[role=status]');

const playback = playTitle(document.querySelector('video'), request, {
  client: createStreamClient(),
  hls: () => import('hls.js'),
  onSource: (_source, { reason, data }) => {
    if (reason === 'start') playback.showSubtitle(data.subtitles.find(({ language }) => language === 'en'));
    status.textContent = `${data.sources.length} sources, ${data.subtitles.length} subtitles`;
  },
  onError: ({ message }) => {
    status.textContent = message;
  },
});
