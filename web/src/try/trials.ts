import { systemClock } from '../../../client/src/clock.ts';
import { headerOf } from '../api/exchange.ts';
import { purge } from '../api/purge.ts';
import { ask, movie, step, type Trial } from './trial.ts';
import { newTitle, TRIAL_TITLES } from './trial-titles.ts';

/** A stage that admits more than these requests in a window is not tried out. */
const MOST_REQUESTS = 250;
const AT_ONCE = 10;

/** Trials that work on every stage. */
export const TRIALS: readonly Trial[] = [
  {
    id: 'invalid',
    name: 'Invalid requests',
    description: 'Every parameter is checked before anything else happens. The answer names the invalid fields.',
    async *run(signal) {
      const missing = await ask('tmdbId=1396&mediaType=tv', signal);
      yield step({ status: 400 }, missing, 'A series without season and episode.');
      const malformed = await ask('tmdbId=0550&mediaType=film', signal);
      yield step({ status: 400 }, malformed, 'An id with a leading zero, and a type that does not exist.');
      const twice = await ask('tmdbId=550&tmdbId=551&mediaType=movie', signal);
      yield step({ status: 400 }, twice, 'The same parameter twice.');
    },
  },
  {
    id: 'unknown',
    name: 'A title that no provider has',
    description: 'Not found is cached for a minute, so that the next request for it asks no provider.',
    async *run(signal) {
      const query = movie(newTitle('unknown').tmdbId);
      yield step({ status: 404, isHit: false }, await ask(query, signal), 'Every provider was asked.');
      yield step({ status: 404, isHit: true }, await ask(query, signal), 'The same again, from the cache.');
    },
  },
  {
    id: 'limit',
    name: 'Too many requests',
    description: 'Requests one title until the API refuses. After that, all tabs wait for the next window.',
    async *run(signal) {
      for (let sent = 0; sent < MOST_REQUESTS; sent += AT_ONCE) {
        const batch = await Promise.all(Array.from({ length: AT_ONCE }, () => ask(movie('550'), signal)));
        const refused = batch.find(({ status }) => status === 429);
        if (refused) {
          yield { note: `Refused within ${sent + AT_ONCE} requests of this trial.`, exchange: refused };
          return;
        }
        const last = batch.at(-1);
        const limit = Number(last && headerOf(last, 'x-ratelimit-limit'));
        if (last && (limit > MOST_REQUESTS || sent + AT_ONCE >= MOST_REQUESTS)) {
          yield { note: `This stage admits ${limit} requests in a window: too many to reach here.`, exchange: last };
          return;
        }
      }
    },
  },
];

/** Trials that work on the local stack, whose trial provider fails on purpose. */
export const LOCAL_TRIALS: readonly Trial[] = [
  {
    id: 'failing',
    name: 'A provider that fails',
    description:
      'The provider fails three attempts in a row. The answer is retryable, with a Retry-After. Run it again within ' +
      'five seconds and it fails at once: the failure is remembered for the title, and the provider is not asked.',
    takes: 3,
    async *run(signal) {
      yield step({ status: 503 }, await ask(movie(TRIAL_TITLES.failing), signal), 'Three attempts failed.');
    },
  },
  {
    id: 'slow',
    name: 'A slow provider',
    description: 'The provider takes four seconds. Only the first request waits for it.',
    takes: 4,
    async *run(signal, watch) {
      const title = newTitle('slow');
      watch(title);
      yield step({ status: 200, isHit: false }, await ask(movie(title.tmdbId), signal), 'Extracted.');
      const again = await ask(movie(title.tmdbId), signal);
      yield step({ status: 200, isHit: true }, again, 'The same again, from the cache.');
    },
  },
  {
    id: 'too-slow',
    name: 'A provider that is too slow',
    description:
      'The provider takes half a minute. The request ends with a timeout; the extraction continues in the refresh ' +
      'function, and a later request finds its answer.',
    takes: 60,
    async *run(signal, watch) {
      const title = newTitle('tooSlow');
      watch(title);
      const query = movie(title.tmdbId);
      let exchange = await ask(query, signal);
      yield step({ status: 504 }, exchange, 'Ended by the deadline.');
      for (let tries = 1; exchange.status >= 500 && tries <= 10; tries += 1) {
        await systemClock.sleep(5000, signal);
        exchange = await ask(query, signal);
        yield { note: `Request ${tries} after that.`, exchange };
      }
    },
  },
  {
    id: 'expiring',
    name: 'An expired link',
    description:
      'The provider lists a link that has expired, and one that expires in 90 seconds. The expired one is left out, ' +
      'and the answer is cached until a minute before the other one expires.',
    async *run(signal) {
      const exchange = await ask(movie(TRIAL_TITLES.expiring), signal);
      yield step({ status: 200 }, exchange, 'One source of two, and a short max-age.');
    },
  },
  {
    id: 'purge',
    name: 'A purge',
    description: 'An operator purges a title. After five seconds, no container answers with the old entry.',
    takes: 5,
    async *run(signal) {
      const title = { tmdbId: '550', mediaType: 'movie' } as const;
      yield step({ status: 200 }, await ask(movie(title.tmdbId), signal), 'Before the purge.');
      yield step({ status: 200 }, await purge(title), 'Purged, by the function that operators invoke.');
      const purgedAt = performance.now();
      for (;;) {
        const exchange = await ask(movie(title.tmdbId), signal);
        if (exchange.status !== 200 || headerOf(exchange, 'cache-status')?.includes('fwd=miss')) {
          yield step({ status: 200 }, exchange, 'Extracted again.');
          return;
        }
        if (performance.now() - purgedAt > 8000) {
          yield { note: 'Still the old answer, which is a fault.', exchange };
          return;
        }
        await systemClock.sleep(500, signal);
      }
    },
  },
];
