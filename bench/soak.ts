import { Agent } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { json, startProviderService } from '../test/support/provider-service.ts';
import { serviceOnly, stageVariants } from '../test/support/stage-variants.ts';
import { commandOptions } from './command-options.ts';
import { statusOf } from './keep-alive-get.ts';
import { HeapProbe, MIB, residentBytes } from './memory.ts';

const USAGE = `npm run soak [-- --seconds 30]

Loads the local stack as fast as this machine allows, for five minutes (--seconds 300). It fails when a request is lost
or answered wrongly, or when memory grows.`;

const CLIENTS = 16;
const TITLES = 300;
/** The first share of the time, after which caches are filled and code is compiled: the base of the memory figures. */
const WARM_UP_SHARE = 0.3;
/** Memory readings, several of them so that slow growth is visible in the output. */
const READINGS = 4;
/**
 * The memory that a container may use beyond that after warming up: caches and compiled code still grow a little, on a
 * slow machine more. Garbage does not count, since it is collected before each reading.
 */
const GROWTH_MIB = 4;
/** The limit of resident memory, which includes garbage: half of the function's memory. */
const RESIDENT_MIB = 512;

const values = commandOptions(USAGE, { seconds: { type: 'string', default: '300' } });
const seconds = Number(values.seconds);
if (!(seconds > 0)) throw new Error('--seconds must be a number above 0');

const provider = await startProviderService();
for (let id = 1; id <= TITLES; id += 1) {
  provider.on(String(id), json({ sources: [{ url: `https://media.example/${id}-1080p.mp4` }] }));
}
const probe = await HeapProbe.create();
const variants = await stageVariants('dev', {});
const stack = await variants.start({
  options: { containers: 4 },
  // Short lifetimes, so that extractions and refreshes never pause. No provider has every tenth title.
  environment: { PROVIDERS: serviceOnly(provider.url), FRESH_SECONDS: '5', STALE_SECONDS: '30', ...probe.environment },
});
const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });

const tally = { requests: 0, wrong: new Map<string, number>() };
const endsAt = Date.now() + seconds * 1000;

async function client(number: number): Promise<void> {
  for (let turn = number; Date.now() < endsAt; turn += CLIENTS) {
    const id = 1 + ((turn * 7) % Math.round(TITLES * 1.1));
    const expected = id <= TITLES ? 200 : 404;
    const url = `http://127.0.0.1:${stack.port}/api/stream/extract?tmdbId=${id}&mediaType=movie`;
    const outcome = await statusOf(url, agent).catch((error: Error) => error.message);
    tally.requests += 1;
    // The stage throttles as it would in the cloud.
    if (outcome === expected || outcome === 429) continue;
    tally.wrong.set(String(outcome), (tally.wrong.get(String(outcome)) ?? 0) + 1);
  }
}

interface Reading {
  /** Bytes in use after a collection. */
  readonly alive: number;
  readonly resident: number;
}

/** Reads the memory of every container, by function and process id. */
async function readMemory(): Promise<Map<string, Reading>> {
  const pids = ['extract', 'refresh'].flatMap((name) =>
    stack.pids(name).map((pid) => [`${name} ${pid}`, pid] as const),
  );
  const readings = pids.map(async ([name, pid]) => {
    const resident = residentBytes(pid);
    return [name, { alive: await probe.aliveBytes(pid), resident }] as const;
  });
  return new Map(await Promise.all(readings));
}

const clients = Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number)));
const memory: Map<string, Reading>[] = [];
for (let reading = 0; reading < READINGS; reading += 1) {
  await delay(1000 * seconds * (reading === 0 ? WARM_UP_SHARE : (1 - WARM_UP_SHARE) / READINGS));
  memory.push(await readMemory());
}
await clients;
await delay(1_000);
memory.push(await readMemory());

const problems: string[] = [...tally.wrong].map(([outcome, count]) => `${count} requests ended with "${outcome}"`);
if (tally.requests < 10 * seconds) problems.push(`only ${tally.requests} requests in ${seconds} s`);
for (const [name, { alive }] of memory[0]!) {
  const all = memory.map((readings) => readings.get(name));
  const end = all.at(-1);
  const steps = all.map((reading) => (reading ? (reading.alive / MIB).toFixed(1) : 'ended')).join(' → ');
  const resident = Math.max(...all.map((reading) => reading?.resident ?? 0)) / MIB;
  console.log(`${name}: alive ${steps} MiB, resident at most ${resident.toFixed(0)} MiB`);
  if (end === undefined) problems.push(`${name} has ended`);
  else if (end.alive > alive + GROWTH_MIB * MIB) problems.push(`${name} uses ever more memory`);
  if (resident > RESIDENT_MIB) problems.push(`${name} took ${resident.toFixed(0)} MiB`);
}
console.log(`${tally.requests} requests in ${seconds} s, ${Math.round(tally.requests / seconds)} a second`);
console.log(problems.length === 0 ? 'errors: 0, memory flat' : problems.join('\n'));

agent.destroy();
await variants.stop();
await probe.stop();
await provider.stop();
process.exitCode = problems.length === 0 ? 0 : 1;
