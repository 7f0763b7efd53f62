import { headerOf } from '../api/exchange.ts';
import { purge } from '../api/purge.ts';
import { ask, movie, pause, type Trial } from './trial.ts';
import { TRIAL_TITLES } from './trial-titles.ts';

/** Requests that no stage with a limit worth trying out admits in one window. */
const MOST_REQUESTS = 250;
const AT_ONCE = 10;

/** Works against every stage. */
export const TRIALS: readonly Trial[] = [
  {
    id: 'invalid',
    name: 'Invalid requests',
    explains: 'Every parameter is checked before anything else happens. The answer names the field that is wrong.',
    async *run(signal) {
      const missing = await ask('tmdbId=1396&mediaType=tv', signal);
      yield { says: 'A series without season and episode.', exchange: missing };
      const malformed = await ask('tmdbId=0550&mediaType=film', signal);
      yield { says: 'An id with a leading zero, and a type that does not exist.', exchange: malformed };
      const twice = await ask('tmdbId=550&tmdbId=551&mediaType=movie', signal);
      yield { says: 'The same parameter twice.', exchange: twice };
    },
  },
  {
    id: 'unknown',
    name: 'A title nobody has',
    explains: 'Not found is an answer, too: it is kept for a minute, so that asking again costs nobody anything.',
    async *run(signal) {
      yield { says: 'Every provider was asked.', exchange: await ask(movie(TRIAL_TITLES.unknown), signal) };
      yield { says: 'The same again, from the cache.', exchange: await ask(movie(TRIAL_TITLES.unknown), signal) };
    },
  },
  {
    id: 'limit',
    name: 'Too many requests',
    explains: 'Asks for one title until the API refuses. After that you wait for the next window, on every tab.',
    async *run(signal) {
      for (let sent = 0; sent < MOST_REQUESTS; sent += AT_ONCE) {
        const batch = await Promise.all(Array.from({ length: AT_ONCE }, () => ask(movie('550'), signal)));
        const refused = batch.find(({ status }) => status === 429);
        if (refused) {
          yield { says: `Refused within ${sent + AT_ONCE} requests of this trial.`, exchange: refused };
          return;
        }
        const last = batch.at(-1);
        const limit = Number(last && headerOf(last, 'x-ratelimit-limit'));
        if (last && (limit > MOST_REQUESTS || sent + AT_ONCE >= MOST_REQUESTS)) {
          yield { says: `This stage admits ${limit} requests in a window: too many to use up here.`, exchange: last };
          return;
        }
      }
    },
  },
];

/** Works on the local stack, whose trial extractor fails on purpose. */
export const LOCAL_TRIALS: readonly Trial[] = [
  {
    id: 'dead',
    name: 'A dead upstream',
    explains:
      'The extractor fails, three attempts in a row. The answer says that trying again can help, and when. Run it again within five seconds and its failure comes at once: the title is remembered, and the extractor is not asked.',
    takes: 3,
    async *run(signal) {
      yield { says: 'Three attempts failed.', exchange: await ask(movie(TRIAL_TITLES.dead), signal) };
    },
  },
  {
    id: 'slow',
    name: 'A slow upstream',
    explains: 'The extractor takes four seconds. Only the first to ask waits for it.',
    takes: 4,
    async *run(signal) {
      const title = { tmdbId: TRIAL_TITLES.slow, mediaType: 'movie' } as const;
      await purge(title);
      yield { says: 'Extracted.', exchange: await ask(movie(title.tmdbId), signal) };
      yield { says: 'The same again, from the cache.', exchange: await ask(movie(title.tmdbId), signal) };
    },
  },
  {
    id: 'too-slow',
    name: 'Slower than a request may be',
    explains:
      'The extractor takes half a minute. The request ends in time and says so; the extraction goes on in another function, and a later try finds its answer.',
    takes: 60,
    async *run(signal) {
      const query = movie(TRIAL_TITLES.tooSlow);
      let exchange = await ask(query, signal);
      yield { says: 'Ended by the deadline.', exchange };
      for (let tries = 1; exchange.status >= 500 && tries <= 10; tries += 1) {
        await pause(5000, signal);
        exchange = await ask(query, signal);
        yield { says: `Try ${tries}.`, exchange };
      }
    },
  },
  {
    id: 'expiring',
    name: 'An expired link',
    explains:
      'The extractor lists a link that is dead already, and one that dies in 90 seconds. The dead one never goes out, and the answer is kept a minute less than the other lives.',
    async *run(signal) {
      yield {
        says: 'One source of two, and a short max-age.',
        exchange: await ask(movie(TRIAL_TITLES.expiring), signal),
      };
    },
  },
  {
    id: 'purge',
    name: 'A purge',
    explains: 'An operator forgets a title. Within five seconds no container answers with the old one any more.',
    takes: 5,
    async *run(signal) {
      const title = { tmdbId: '550', mediaType: 'movie' } as const;
      yield { says: 'As it stands.', exchange: await ask(movie(title.tmdbId), signal) };
      yield { says: 'Purged, by the function that operators call.', exchange: await purge(title) };
      const purgedAt = performance.now();
      for (;;) {
        const exchange = await ask(movie(title.tmdbId), signal);
        if (exchange.status !== 200 || headerOf(exchange, 'cache-status')?.includes('fwd=miss')) {
          yield { says: 'Extracted anew.', exchange };
          return;
        }
        if (performance.now() - purgedAt > 8000) {
          yield { says: 'Still the old answer: that should not be.', exchange };
          return;
        }
        await pause(500, signal);
      }
    },
  },
];
