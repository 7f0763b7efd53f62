import { seededRandom } from '../../bench/simulation/random.ts';
import { SimulatedClock } from '../../bench/simulation/simulated-clock.ts';
import { newCacheStatus } from '../../lambda/cache/cache-status.ts';
import type { AnswerExtraction, ExtractionOutcome, Refresher } from '../../lambda/cache/extraction.ts';
import { MemoryTier } from '../../lambda/cache/memory-tier.ts';
import { Purges } from '../../lambda/cache/purges.ts';
import { refresh } from '../../lambda/cache/refresh.ts';
import { recordOf } from '../../lambda/cache/table/cache-item.ts';
import { PurgeTable } from '../../lambda/cache/table/purge-table.ts';
import { TableStore } from '../../lambda/cache/table/table-store.ts';
import { TieredCache } from '../../lambda/cache/tiered-cache.ts';
import type { Clock } from '../../lambda/clock.ts';
import { createDeadline, type Deadline } from '../../lambda/deadline.ts';
import { Breaker } from '../../lambda/providers/breaker.ts';
import { BreakerTable } from '../../lambda/providers/breaker-table.ts';
import { NotFoundError, UnavailableError } from '../../lambda/providers/provider.ts';
import { type Content, contentKey } from '../../lambda/stream/content.ts';
import { DEADLINE_MS, found, LIFETIMES, MINUTE, movie } from '../cache/fleet.ts';
import { ContainerLife } from './container-life.ts';
import { faultyClient } from './faulty-wire.ts';
import { InMemoryDynamoDb } from './in-memory-dynamodb.ts';
import { Oracle } from './oracle.ts';
import type { Played, Profile } from './profiles.ts';

type Mode = 'found' | 'nothing' | 'fails' | 'hangs' | 'links of 40 s' | 'links of five minutes';
const MODES: readonly Mode[] = [
  'found',
  'found',
  'found',
  'nothing',
  'fails',
  'hangs',
  'links of 40 s',
  'links of five minutes',
];

const CONTAINERS = 5;
const STEPS = 60;
const TITLES = ['1', '2', '3', '4', '5', '6', '7'].map(movie);
const NAMESPACE = 'n';
const PROVIDER = 'provider';
const REFRESH_MS = 120_000;
const WAITS = [1, 90, 700, 2_000, 4_001, 5_001, 7_000, MINUTE, 10 * MINUTE, 30 * MINUTE, 61 * MINUTE];
const START = Date.UTC(2026, 0, 1);

/**
 * Plays one history: the real cache, leases, purges, refreshes and breaker on the deployed conditions, in containers
 * that are frozen and killed, over a table whose calls get lost, come late, are refused or carried out twice. The seed
 * decides everything.
 */
export async function playCacheHistory(profile: Profile, seed: number): Promise<Played> {
  const history = new CacheHistory(profile, seed);
  for (let step = 0; step < STEPS; step++) await history.step();
  return history.end();
}

interface Container {
  readonly life: ContainerLife;
  readonly clock: Clock;
  readonly cache: TieredCache;
  isBusy: boolean;
}

class CacheHistory {
  readonly #profile: Profile;
  readonly #random: () => number;
  readonly #world = new SimulatedClock(START);
  readonly #database = new InMemoryDynamoDb(() => this.#world.now());
  readonly #oracle: Oracle;
  readonly #containers: Container[] = [];
  #mode: Mode = 'found';
  /** Asked for more often than the others. */
  #title = TITLES[0]!;
  #takesMs = 300;
  #isOut = false;
  #isStorming: boolean;
  #isOver = false;
  #owners = 0;
  #extractions = 0;
  #unanswered = 0;

  constructor(profile: Profile, seed: number) {
    this.#profile = profile;
    this.#oracle = new Oracle(() => this.#world.now(), profile.skewMs);
    this.#random = seededRandom(seed);
    this.#isStorming = profile.storms;
    for (let index = 0; index < CONTAINERS; index++) this.#containers.push(this.#container());
  }

  async step(): Promise<void> {
    const dice = this.#random();
    if (dice < 0.45) this.#get();
    else if (dice < 0.75) await this.#wait(this.#pick(WAITS));
    else if (dice < 0.87) {
      this.#mode = this.#pick(MODES);
      this.#takesMs = this.#pick([0, 300, 3_000, 9_000, 40_000]);
    } else if (dice < 0.93) await this.#purge();
    else if (this.#isStorming) this.#storm();
    await this.#wait(0);
  }

  /** The storm has ended: after three minutes every title is answered. */
  async end(): Promise<Played> {
    this.#mode = 'found';
    this.#takesMs = 300;
    this.#isOver = true;
    this.#isStorming = false;
    this.#isOut = false;
    await this.#wait(REFRESH_MS + 3 * MINUTE);
    const calm = this.#container();
    for (const content of TITLES) {
      const asking = this.#ask(calm, content);
      await this.#wait(30_000);
      await asking;
      if (this.#oracle.lastResultOf(contentKey(content)) !== 'answer') {
        this.#oracle.fault(`${contentKey(content)} has no answer after the storm`);
      }
    }
    if (this.#unanswered > 0) this.#oracle.fault(`${this.#unanswered} requests were never answered`);
    return { violations: this.#oracle.faults, answers: this.#oracle.answers };
  }

  #get(): void {
    const idle = this.#containers.filter(({ isBusy }) => !isBusy);
    if (this.#random() < 0.5) this.#title = this.#pick(TITLES);
    if (idle.length > 0) void this.#ask(this.#pick(idle), this.#title);
  }

  async #ask(container: Container, content: Content): Promise<void> {
    const asked = this.#world.now();
    const status = newCacheStatus();
    container.isBusy = true;
    this.#unanswered += 1;
    const { clock } = container;
    const end = clock.now() + DEADLINE_MS;
    const deadline = () => createDeadline(clock, end);
    const killed = new Promise<void>((resolve) => container.life.onKilled(resolve));
    const answered = container.cache
      .get(content, { allowed: Promise.resolve(), deadline }, status)
      .then((result) => this.#answered(container, content, { result, status }, asked));
    await Promise.race([answered, killed]);
    this.#unanswered -= 1;
    container.isBusy = false;
  }

  #answered(container: Container, content: Content, answer: Parameters<Oracle['answered']>[1], asked: number): void {
    const wasFrozen = container.life.frozenUntil >= asked;
    this.#oracle.answered(contentKey(content), answer, { asked, wasFrozen });
    const failed = !('entry' in answer.result);
    if (failed && !wasFrozen && this.#hasUsable(content)) {
      this.#oracle.unexcused(asked, `${contentKey(content)} failed although a usable answer was in the table`);
    }
  }

  /** An answer that every look of the last seconds could have found, and that is good for some more. */
  #hasUsable(content: Content): boolean {
    const stored = this.#database.current(`${NAMESPACE}#${contentKey(content)}`);
    const entry = stored && recordOf(stored.item).entry;
    const now = this.#world.now();
    return (
      entry !== undefined &&
      stored!.since < now - 5_000 &&
      entry.staleUntil > now + 5_000 &&
      entry.generation >= this.#oracle.required(contentKey(content))
    );
  }

  async #purge(): Promise<void> {
    const content = this.#random() < 0.3 ? undefined : this.#pick(TITLES);
    const life = new ContainerLife(this.#world);
    const { purges } = this.#parts(life, 0);
    const purging = purges.purge(content ? { content } : { all: true }).then(
      ({ generation }) => this.#oracle.purged(content && contentKey(content), generation),
      () => this.#oracle.disturbed(),
    );
    await this.#wait(3_000);
    await Promise.race([purging, Promise.resolve()]);
  }

  #storm(): void {
    const index = Math.floor(this.#random() * CONTAINERS);
    this.#oracle.disturbed();
    switch (Math.floor(this.#random() * 3)) {
      case 0: {
        const ms = 500 + this.#random() * 3 * MINUTE;
        this.#containers[index]!.life.freeze(ms);
        this.#world.setTimer(ms, () => this.#oracle.disturbed());
        break;
      }
      case 1:
        this.#containers[index]!.life.kill();
        this.#containers[index] = this.#container();
        break;
      default:
        this.#isOut = !this.#isOut;
    }
  }

  #container(): Container {
    const life = new ContainerLife(this.#world);
    const skew = Math.round((2 * this.#random() - 1) * this.#profile.skewMs);
    const parts = this.#parts(life, skew);
    const memory = new MemoryTier(1_000_000);
    return {
      life,
      clock: parts.clock,
      cache: new TieredCache({ ...parts, memory, refresher: this.#refresher, random: this.#random }),
      isBusy: false,
    };
  }

  /** What a container of either function uses. */
  #parts(life: ContainerLife, skew: number) {
    const { latencyMs } = this.#profile;
    const clock = life.clock(skew);
    const client = faultyClient(
      {
        world: this.#world,
        database: this.#database,
        random: this.#random,
        latencyMs,
        faults: () => (this.#isOver ? 0 : this.#profile.faults),
        isOut: () => this.#isOut,
        onFault: () => this.#oracle.disturbed(),
      },
      life,
    );
    return {
      clock,
      store: new TableStore(client, 'cache', NAMESPACE),
      purges: new Purges(new PurgeTable(client, 'cache', NAMESPACE), clock),
      extraction: this.#extraction(life, new Breaker(new BreakerTable(client, 'cache', NAMESPACE), clock), clock),
      lifetimes: LIFETIMES,
      newOwner: () => `owner-${this.#owners++}`,
    };
  }

  #extraction(life: ContainerLife, breaker: Breaker, clock: Clock): AnswerExtraction {
    return {
      blockedFor: async (signal) => {
        const ms = await breaker.openFor(PROVIDER, signal);
        if (ms > 0) this.#oracle.blocked();
        return ms;
      },
      extract: async (content, deadline): Promise<ExtractionOutcome> => {
        const key = contentKey(content);
        try {
          return await breaker.run(PROVIDER, key, () => this.#extract(key, deadline, life, clock));
        } catch (error) {
          if (error instanceof NotFoundError) return { outcome: 'not-found' };
          const { timedOut, retryAfter, blocked } = error as UnavailableError;
          if (blocked) this.#oracle.blocked();
          return { outcome: timedOut ? 'timeout' : 'unavailable', retryAfter, blocked };
        }
      },
    };
  }

  async #extract(key: string, deadline: Deadline, life: ContainerLife, clock: Clock): Promise<ExtractionOutcome> {
    const name = `${key}-${this.#extractions++}`;
    const [mode, takesMs] = [this.#mode, this.#takesMs];
    const extraction = this.#oracle.began(name, key);
    life.onKilled(() => this.#oracle.ended(extraction, 'killed'));
    try {
      await clock.sleep(mode === 'hangs' ? 10 * REFRESH_MS : takesMs, deadline.signal);
    } catch {
      this.#oracle.ended(extraction, 'out of time');
      throw new UnavailableError('Out of time', { timedOut: true });
    }
    if (mode === 'fails') {
      this.#oracle.ended(extraction, 'failed');
      throw new UnavailableError('Down');
    }
    this.#oracle.ended(extraction, 'answered');
    if (mode === 'nothing') throw new NotFoundError('Not there');
    if (mode === 'links of 40 s') this.#oracle.disturbed();
    const lives: Partial<Record<Mode, number>> = { 'links of 40 s': 40_000, 'links of five minutes': 5 * MINUTE };
    const linkLife = lives[mode];
    if (linkLife !== undefined) extraction.expires = this.#world.now() + linkLife;
    const expiresAt = linkLife === undefined ? undefined : extraction.expires;
    return found(name, { expiresAt, signedWithoutExpiry: false });
  }

  /** Lambda takes the event and runs it later, in a container of the refresh function; sometimes it does not. */
  readonly #refresher: Refresher = {
    start: async (content, token, signal) => {
      const fate = this.#isStorming ? Math.floor(this.#random() * 8) : 7;
      if (fate < 4) this.#oracle.disturbed();
      const times = fate === 0 ? 0 : fate === 1 ? 2 : 1;
      for (let time = 0; time < times; time++) {
        this.#world.setTimer(50 + this.#random() * 1_000, () => void this.#refresh(content, token));
      }
      if (fate === 2) await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      if (fate === 3) throw new Error('throttled');
    },
  };

  async #refresh(content: Content, token: string): Promise<void> {
    const life = new ContainerLife(this.#world);
    const parts = this.#parts(life, Math.round((2 * this.#random() - 1) * this.#profile.skewMs));
    if (this.#isStorming && this.#random() < 0.1) {
      this.#world.setTimer(this.#random() * 5_000, () => {
        this.#oracle.disturbed();
        life.kill();
      });
    }
    const deadline = createDeadline(parts.clock, parts.clock.now() + REFRESH_MS);
    // It throws when the table cannot be read, which Lambda does not repeat.
    await refresh(parts, content, token, deadline).catch(() => undefined);
    deadline.clear();
  }

  #pick<T>(of: readonly T[]): T {
    return of[Math.floor(this.#random() * of.length)]!;
  }

  #wait(ms: number): Promise<void> {
    return this.#world.runUntil(this.#world.now() + ms);
  }
}
