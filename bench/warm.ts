import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { bundleFunction } from '../lib/bundling/function-bundles.ts';
import { bundleExtract, replaced } from './deployed-extract.ts';
import { EVENT_FILE, lambdaEnvironment } from './lambda-environment.ts';
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
  /** The size of its memory tier; none means that every hit comes from the table. */
  readonly memoryMib?: number;
}

const VARIANTS: readonly Variant[] = [
  { name: 'memory hit' },
  { name: 'memory hit, logging and metrics off', without: [withoutObservability] },
  { name: 'memory hit, rate limit off too', without: [withoutObservability, withoutLimit] },
  { name: 'table hit', memoryMib: 0 },
];

export interface WarmFigure {
  readonly name: string;
  /** Microseconds of processor time a call. */
  readonly time: Spread;
  /** The time relative to that of the bare handler in the same round. */
  readonly ratio: Spread;
  /** Resident memory after all calls, in MiB. */
  readonly memory: number;
}

/** Measures each handler in its own process, in turns, so that other load of the machine affects all of them. */
export async function measureWarm(rounds: number, outdir: string): Promise<WarmFigure[]> {
  const bare = join(await bundleFunction(join(HERE, 'handlers/bare.ts'), outdir), 'bare.js');
  const handlers = [{ name: 'bare handler', child: await start(bare, 0), times: [] as number[], memory: 0 }];
  for (const { name, without = [], memoryMib = 32 } of VARIANTS) {
    const child = await start(await bundleExtract(outdir, without), memoryMib);
    handlers.push({ name, child, times: [], memory: 0 });
  }
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
    for (const handler of shuffled(handlers)) {
      const { microseconds, rss } = await run(handler.child);
      if (round >= 0) handler.times.push(microseconds);
      handler.memory = rss / 2 ** 20;
    }
  }
  for (const { child } of handlers) child.disconnect();
  const base = handlers[0]!.times;
  return handlers.map(({ name, times, memory }) => ({
    name,
    time: spreadOf(times),
    ratio: spreadOf(times.map((time, round) => time / base[round]!)),
    memory,
  }));
}

async function start(bundle: string, memoryMib: number): Promise<ChildProcess> {
  // The handler's log is written, but discarded.
  const child = fork(join(HERE, 'children/warm-child.cjs'), [bundle, EVENT_FILE], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: lambdaEnvironment({ MEMORY_CACHE_MIB: String(memoryMib) }),
  });
  await once(child, 'message');
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
