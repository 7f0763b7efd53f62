import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { pathwaysOf } from '../lambda/playback/playlist.ts';
import { bundleFunction } from '../lib/bundling/function-bundles.ts';
import { bundleExtract, replaced } from './deployed-extract.ts';
import { EXPIRES_AT, LADDER } from './handlers/answer.ts';
import { eventTo, lambdaEnvironment } from './lambda-environment.ts';
import { multivariantPlaylist } from './manifests.ts';
import type { Peer } from './peers.ts';
import { CDNS, secretsStub } from './secrets-stub.ts';
import { type Spread, shuffled, spreadOf } from './statistics.ts';

const CALLS = 400;
/** Processor time includes the compiler's threads, which have finished after these rounds. */
const WARM_UP_ROUNDS = 60;
const HERE = import.meta.dirname;

/** Takes the log line and the metrics out of the chain. */
const withoutObservability = replaced(
  'middleware/observability.ts',
  `import { attachContext } from '../lambda/middleware/context-of.ts';
  import { RequestContext } from '../lambda/observability/request-context.ts';
  export const observability = () => ({ before: ({ event }) => attachContext(event, new RequestContext()) });`,
);

/** Allows every request, without identifying its client. */
const withoutLimit = replaced(
  'middleware/request-limiter.ts',
  `export class RequestLimiter {
    policy = { limit: 0, windowSeconds: 60 };
    start() {}
  }
  export const whenAllowed = () => Promise.resolve();`,
);

interface Variant {
  readonly name: string;
  /** What is taken out of the extract function. */
  readonly without?: readonly Plugin[];
  /** What is asked; default: the title's sources. */
  readonly event?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

const EXTRACT = eventTo('extract');

const VARIANTS: readonly Variant[] = [
  { name: 'memory hit' },
  { name: 'memory hit with `prefer`', event: eventTo('extract', { prefer: 'res:720,codec:h264' }) },
  { name: 'memory hit, signed for a CDN', environment: { CDNS } },
  { name: 'memory hit, logging and metrics off', without: [withoutObservability] },
  { name: 'memory hit, rate limit off too', without: [withoutObservability, withoutLimit] },
  // Without a memory tier every hit comes from the table.
  { name: 'table hit', environment: { MEMORY_CACHE_MIB: '0' } },
  { name: 'playlist.m3u8, from memory', event: eventTo('playlist.m3u8') },
  { name: 'steering.json, from memory', event: eventTo('steering.json', { p: heldPathway() }) },
];

/** What a player of the answer's ladder sends to steering. */
function heldPathway(): string {
  const source = { ...LADDER, expiresAt: EXPIRES_AT };
  return pathwaysOf({ text: multivariantPlaylist(), sources: [source], storedAt: Date.now() }).pathways[0]!.id;
}

export interface WarmFigure {
  readonly name: string;
  /** Microseconds of processor time a call. */
  readonly time: Spread;
  /** The time relative to that of the bare handler in the same round. */
  readonly ratio: Spread;
  /** The time relative to that of a plain memory hit in the same round. */
  readonly toHit: Spread;
  /** Not ours: another way to answer the same request. */
  readonly isPeer: boolean;
  /** Resident memory after all calls, in MiB. */
  readonly memory: number;
}

/**
 * Measures each handler in its own process, in turns, so that other load of the machine affects all of them.
 *
 * @returns the bare handler, the function's variants, then the peers
 */
export async function measureWarm(rounds: number, outdir: string, peers: readonly Peer[]): Promise<WarmFigure[]> {
  const bare = join(await bundleFunction(join(HERE, 'handlers/bare.ts'), outdir), 'bare.js');
  const secrets = await secretsStub();
  const handlers: { name: string; child: ChildProcess; times: number[]; memory: number }[] = [];
  const add = async (name: string, ...what: Parameters<typeof start>) =>
    handlers.push({ name, child: await start(...what), times: [], memory: 0 });
  await add('bare handler', bare);
  for (const { name, without = [], event, environment } of VARIANTS) {
    await add(name, await bundleExtract(outdir, without), event, {
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.endpoint,
      ...environment,
    });
  }
  for (const { name, bundle } of peers) await add(name, bundle);
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
    for (const handler of shuffled(handlers)) {
      const { microseconds, rss } = await run(handler.child);
      if (round >= 0) handler.times.push(microseconds);
      handler.memory = rss / 2 ** 20;
    }
  }
  for (const { child } of handlers) child.disconnect();
  secrets.close();
  const [bareTimes, hitTimes] = [handlers[0]!.times, handlers[1]!.times];
  const relative = (times: readonly number[], base: readonly number[]) =>
    spreadOf(times.map((time, round) => time / base[round]!));
  return handlers.map(({ name, times, memory }, index) => ({
    name,
    time: spreadOf(times),
    ratio: relative(times, bareTimes),
    toHit: relative(times, hitTimes),
    isPeer: index >= handlers.length - peers.length,
    memory,
  }));
}

async function start(
  bundle: string,
  event = EXTRACT,
  environment: Readonly<Record<string, string>> = {},
): Promise<ChildProcess> {
  // The handler's log is written, but discarded.
  const child = fork(join(HERE, 'children/warm-child.cjs'), [bundle, event], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: lambdaEnvironment(environment),
  });
  const [begun] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
  if (begun !== 'ready') throw new Error(`${bundle} does not load`);
  return child;
}

function run(child: ChildProcess): Promise<{ microseconds: number; rss: number }> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error('A handler has ended'));
    child.once('exit', ended);
    child.once('message', (message: { microseconds: number; rss: number }) => {
      child.off('exit', ended);
      resolve(message);
    });
    child.send({ calls: CALLS });
  });
}
