import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { bundleFunctions } from '../lib/bundling/function-bundles.ts';
import { loadedCode } from '../test/support/loaded-code.ts';
import { commandOptions } from './command-options.ts';
import { measureCold } from './container/cold.ts';
import { measureResident } from './container/resident.ts';
import { startTlsTable } from './container/tls-table.ts';
import { peersIn } from './peers.ts';
import { performancePage } from './performance-page.ts';
import { connectionsFor, measureManifests, measureMiss } from './provider-path.ts';
import { callsOfHerd, operationsPerRequest } from './table-operations.ts';
import { measureThroughput } from './throughput.ts';
import { measureWarm } from './warm.ts';

const USAGE = `npm run bench [-- --quick] [--peers FOLDER]

Measures everything in docs/performance.md and writes it, in about eight minutes. --quick takes a tenth of that and
writes nothing.

  --peers FOLDER   other ways to answer the same request, measured in the same run: the folder's bundles out/*.mjs, each
                   of which exports handler(event, context); a copy of the folder is built where it has none`;

const values = commandOptions(USAGE, { quick: { type: 'boolean', default: false }, peers: { type: 'string' } });
const rounds = (full: number): number => (values.quick ? Math.ceil(full / 10) : full);

async function step<T>(what: string, work: () => T | Promise<T>): Promise<T> {
  const began = performance.now();
  process.stderr.write(`${what} … `);
  const result = await work();
  process.stderr.write(`${((performance.now() - began) / 1000).toFixed(0)} s\n`);
  return result;
}

const outdir = await mkdtemp(join(tmpdir(), 'stream-api-bench-'));
const tlsTable = await startTlsTable(outdir);
try {
  const { extract } = await step('bundles', () => bundleFunctions({ outdir }));
  const folder = values.peers;
  const peers = folder === undefined ? [] : await step('peers', () => peersIn(resolve(folder), outdir));
  const page = performancePage({
    code: await loadedCode(extract, 'extract'),
    operations: { at80: await operationsPerRequest(0.8), at95: await operationsPerRequest(0.95) },
    herd: await step('herd', () => callsOfHerd(200)),
    connections: await step('connections', () => connectionsFor(1000)),
    warm: await step('warm', () => measureWarm(rounds(600), outdir, peers)),
    cold: await step('cold starts', () => measureCold(rounds(40), extract, outdir, tlsTable)),
    resident: await step('a minute of table hits, twice', () => measureResident(rounds(60), extract, tlsTable)),
    miss: await step('misses', () => measureMiss(rounds(1000), outdir)),
    manifests: await step('manifests', () => measureManifests(rounds(100))),
    throughput: await step('local stack', () => measureThroughput(rounds(10))),
  });
  process.stdout.write(page);
  if (!values.quick) await writeFile(new URL('../docs/performance.md', import.meta.url), page);
} finally {
  tlsTable.stop();
  await rm(outdir, { recursive: true, force: true });
}
