import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { json, startExtractorService } from '../extractor-service.ts';
import { startLocalStack } from '../local-stack.ts';

/*
 * The local stack at the rate that this machine gives, for as long as is wanted: `npm run soak` (five minutes),
 * `npm run soak -- --seconds 30`. Fails when a request is lost or answered wrongly, or when memory grows.
 */

const CLIENTS = 16;
const TITLES = 300;
/** Memory is measured against what it was by then: caches have filled and code is compiled. */
const WARM_UP_SHARE = 0.3;
/** What garbage that nobody has collected yet may come to, above a fifth of what there was. */
const SLACK_MIB = 64;
/**
 * V8 collects when it must, so a container's memory goes on rising for some minutes, to about a quarter of what its
 * function has. A run too short for that cannot tell it from a leak below a third of it; a longer one must.
 */
const SETTLED_MIB = 1024 / 3;
const SETTLED_AFTER_SECONDS = 120;

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '300' } } });
const seconds = Number(values.seconds);
if (!(seconds > 0)) throw new Error('--seconds must be a number above 0');

const extractor = await startExtractorService();
for (let id = 1; id <= TITLES; id += 1) {
  extractor.on(String(id), json({ sources: [{ url: `https://media.example/${id}-1080p.mp4` }] }));
}
// Short lives, so that extractions and refreshes go on all the time; every tenth title is one that nobody has.
const stack = await startLocalStack({ extractorUrls: [extractor.url], freshSeconds: 5, staleSeconds: 30 });
const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });

interface Tally {
  requests: number;
  readonly wrong: Map<string, number>;
}
const tally: Tally = { requests: 0, wrong: new Map() };
const endsAt = Date.now() + seconds * 1000;

const ask = (path: string) =>
  new Promise<number>((resolve, reject) => {
    request({ host: '127.0.0.1', port: stack.port, path, agent }, (response) => {
      response.on('error', reject).on('end', () => resolve(response.statusCode ?? 0));
      response.resume();
    })
      .on('error', reject)
      .end();
  });

async function client(number: number): Promise<void> {
  for (let turn = number; Date.now() < endsAt; turn += CLIENTS) {
    const id = 1 + ((turn * 7) % Math.round(TITLES * 1.1));
    const expected = id <= TITLES ? 200 : 404;
    const outcome = await ask(`/api/stream/extract?tmdbId=${id}&mediaType=movie`).catch(
      (error: Error) => error.message,
    );
    tally.requests += 1;
    // The stage throttles as it would in the cloud.
    if (outcome === expected || outcome === 429) continue;
    tally.wrong.set(String(outcome), (tally.wrong.get(String(outcome)) ?? 0) + 1);
  }
}

/** Resident memory of a process in MiB (proc(5)); 0 where the system does not tell. */
function residentMib(pid: number): number {
  try {
    const [, kib = '0'] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kib) / 1024;
  } catch {
    return 0;
  }
}

/** The gateway's process is this one. */
const memory = () =>
  new Map([process.pid, ...stack.pids('extract'), ...stack.pids('refresh')].map((pid) => [pid, residentMib(pid)]));

const clients = Array.from({ length: CLIENTS }, (_, number) => client(number));
await delay(seconds * 1000 * WARM_UP_SHARE);
const before = memory();
await Promise.all(clients);
await delay(1_000);
const after = memory();

const problems: string[] = [...tally.wrong].map(([outcome, count]) => `${count} requests came to "${outcome}"`);
if (tally.requests < 10 * seconds) problems.push(`only ${tally.requests} requests in ${seconds} s`);
for (const [pid, mib] of before) {
  const name = pid === process.pid ? 'gateway' : `container ${pid}`;
  const end = after.get(pid);
  console.log(`${name}: ${mib.toFixed(0)} MiB after warming up, ${end?.toFixed(0) ?? 'gone'} MiB at the end`);
  if (end === undefined) problems.push(`${name} did not survive`);
  else if (end > Math.max(1.2 * mib + SLACK_MIB, seconds < SETTLED_AFTER_SECONDS ? SETTLED_MIB : 0))
    problems.push(`${name} grew from ${mib.toFixed(0)} to ${end.toFixed(0)} MiB`);
}
console.log(`${tally.requests} requests in ${seconds} s, ${Math.round(tally.requests / seconds)} a second`);
console.log(problems.length === 0 ? 'errors: 0, memory flat' : problems.join('\n'));

agent.destroy();
await stack.stop();
await extractor.stop();
process.exitCode = problems.length === 0 ? 0 : 1;
