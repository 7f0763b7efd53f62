import { systemClock } from '../../../client/src/clock.ts';
import { headerOf } from '../api/exchange.ts';
import { purge } from '../api/purge.ts';
import { streamClient } from '../api/stream-client.ts';
import { ask, movie, step, type Trial } from './trial.ts';
import { newTitle } from './trial-titles.ts';

/** The page knows of a purge within a second. */
const LATE_MS = 5_000;
/** Then every container knows of it. */
const SEEN_EVERYWHERE_MS = 6_000;

/** What a page sees over the WebSocket API, on a stack that has one. */
export const LIVE_TRIAL: Trial = {
  id: 'live',
  name: 'Progress and news',
  description:
    'The provider takes four seconds, and the page sees over a WebSocket which provider is asked. Then an operator ' +
    'purges the title, and the page knows at once. A container may not, for some seconds.',
  takes: 19,
  async *run(signal, watch) {
    const title = newTitle('slow');
    watch(title);
    const changedAt = Promise.withResolvers<number>();
    const leaving = new AbortController();
    signal.addEventListener('abort', () => leaving.abort(), { signal: leaving.signal });
    const extracted = await ask(movie(title.tmdbId), signal);
    yield step({ status: 200, isHit: false }, extracted, 'Extracted, with its progress above.');
    streamClient.watch(title, { onChange: () => changedAt.resolve(performance.now()), signal: leaving.signal });
    // By then it is connected.
    await systemClock.sleep(1500, signal);
    const purgedAt = performance.now();
    yield step({ status: 200 }, await purge(title), 'Purged.');
    const at = await Promise.race([changedAt.promise, systemClock.sleep(LATE_MS, signal)]);
    leaving.abort();
    const asked = await ask(movie(title.tmdbId), signal);
    yield {
      note: at
        ? `The page knew after ${Math.round(at - purgedAt)} ms, and asks again.`
        : 'The page does not know, which is a fault.',
      exchange: asked,
    };
    if (headerOf(asked, 'cache-status')?.includes('fwd=miss')) return;
    await systemClock.sleep(SEEN_EVERYWHERE_MS, signal);
    yield {
      note:
        'That was still the old answer: a container looks for purges every four seconds. The SDK does not keep it, and ' +
        'after six seconds the page asks once more.',
      exchange: await ask(movie(title.tmdbId), signal),
    };
  },
};
