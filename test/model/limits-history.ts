import { seededRandom } from '../../bench/simulation/random.ts';
import { SimulatedClock } from '../../bench/simulation/simulated-clock.ts';
import { clientOf } from '../../lambda/limits/client.ts';
import { CounterTable } from '../../lambda/limits/counter-table.ts';
import { DailySalt } from '../../lambda/limits/daily-salt.ts';
import { RateLimiter } from '../../lambda/limits/rate-limiter.ts';
import { SaltTable } from '../../lambda/limits/salt-table.ts';
import { ContainerLife } from './container-life.ts';
import { faultyClient } from './faulty-wire.ts';
import { InMemoryDynamoDb } from './in-memory-dynamodb.ts';
import type { Played, Profile } from './profiles.ts';

const CONTAINERS = 6;
const STEPS = 300;
const LIMIT = 20;
const WINDOW_SECONDS = 60;
const ADDRESS = '203.0.113.77';
const DAY_MS = 24 * 60 * 60_000;
/** Some minutes before midnight, so that most histories see two days. */
const START = Date.UTC(2026, 0, 1, 23, 50);
const WAITS = [0, 0, 1, 20, 300, 1_000, 5_000, 60_000];

/**
 * Plays one history of a single client whose requests come to several containers, across midnight: the real limiter and
 * daily salt on the deployed expressions. The seed decides everything but the salts.
 */
export async function playLimitsHistory(profile: Profile, seed: number): Promise<Played> {
  const random = seededRandom(seed);
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
  const world = new SimulatedClock(START);
  const database = new InMemoryDynamoDb(() => world.now());
  const violations = new Set<string>();
  /** Requests that were let through by the shared count, by window and hash. */
  const admitted = new Map<string, number>();
  /** Shared hashes of the client, by day. */
  const hashes = new Map<number, Set<string>>();
  const answers: string[] = [];
  let unanswered = 0;

  const containers = Array.from({ length: CONTAINERS }, () => {
    const life = new ContainerLife(world);
    const clock = life.clock(Math.round((2 * random() - 1) * profile.skewMs));
    const faults = () => profile.faults;
    const wire = { world, database, random, latencyMs: profile.latencyMs, faults, isOut: () => false };
    const client = faultyClient({ ...wire, onFault: () => undefined }, life);
    const counter = new CounterTable(client, 'limits');
    return {
      life,
      clock,
      limiter: new RateLimiter({ counter, clock, limit: LIMIT, windowSeconds: WINDOW_SECONDS }),
      salts: new DailySalt({ store: new SaltTable(client, 'limits'), clock, random }),
    };
  });

  const request = async ({ clock, limiter, salts }: (typeof containers)[number]): Promise<void> => {
    unanswered += 1;
    const now = clock.now();
    if (salts.isMidnightNear(now)) void salts.prepare(now);
    const client = await clientOf(ADDRESS, salts, now);
    const { allowed, fallback, resetAt, remaining } = await limiter.decide(client, now);
    unanswered -= 1;
    answers.push(`${allowed} ${fallback} ${remaining}`);
    const left = resetAt - now / 1000;
    if (left <= 0 || left > WINDOW_SECONDS) violations.add(`a window ends in ${left} s`);
    if (remaining < 0 || remaining >= LIMIT) violations.add(`${remaining} requests remain`);
    if (client.saltIsLocal) return;
    const day = Math.floor(now / DAY_MS);
    hashes.set(day, (hashes.get(day) ?? new Set()).add(client.hash));
    if (!allowed || fallback) return;
    const key = `${resetAt} ${client.hash}`;
    admitted.set(key, (admitted.get(key) ?? 0) + 1);
  };

  for (let step = 0; step < STEPS; step++) {
    const container = pick(containers);
    if (profile.storms && random() < 0.02) container.life.freeze(500 + random() * 180_000);
    else void request(container);
    await world.runUntil(world.now() + pick(WAITS));
  }
  await world.runUntil(world.now() + 240_000);

  for (const [key, count] of admitted) if (count > LIMIT) violations.add(`${count} requests were admitted in ${key}`);
  for (const [day, seen] of hashes) if (seen.size > 1) violations.add(`${seen.size} shared hashes on day ${day}`);
  if (unanswered > 0) violations.add(`${unanswered} requests were never decided on`);
  const table = JSON.stringify(database.keys().map((pk) => [pk, database.current(pk)]));
  if (table.includes(ADDRESS)) violations.add('the address is in the table');
  return { violations: [...violations], answers };
}
