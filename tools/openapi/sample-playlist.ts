import { playlistText } from '../../lambda/playback/playlist.ts';
import { builtSample, EPISODE } from './sample-answers.ts';

/** What the local stack answers for the playlist of the episode that the parameters' examples ask for. */
export async function samplePlaylist(): Promise<string> {
  const { data, masters = [] } = await builtSample(EPISODE);
  const [master] = masters;
  const source = data.sources.find(({ id }) => id === master?.id);
  if (master === undefined || source === undefined) throw new Error('The sample episode has no master playlist');
  const { id, url } = source;
  return playlistText({
    text: master.text,
    sources: [{ id, url, expiresAt: undefined }],
    // The samples' links do not expire, so nothing is steered.
    steeringUri: () => '',
    storedAt: Date.now(),
  });
}
