import { cpus, totalmem } from 'node:os';
import type { LoadedCode } from '../test/support/loaded-code.ts';
import type { ColdFigure } from './cold.ts';
import type { Spread } from './statistics.ts';
import type { Throughput } from './throughput.ts';
import type { ManifestFigure } from './upstream-path.ts';
import type { WarmFigure } from './warm.ts';

export interface Measurements {
  readonly code: LoadedCode;
  readonly operations: { readonly at80: number; readonly at95: number };
  readonly herd: number;
  readonly connections: number;
  readonly warm: readonly WarmFigure[];
  readonly cold: readonly ColdFigure[];
  readonly miss: Spread;
  readonly manifests: readonly ManifestFigure[];
  readonly throughput: Throughput;
}

/** Of MiB: what Lambda says is one processor, and what the stages give the function. */
const WHOLE_PROCESSOR = 1769;
const CHOSEN_MEMORY = 1024;

const digits = (value: number, decimals: number): string => value.toFixed(decimals);

const spread = ({ median, low, high }: Spread, decimals: number, unit = ''): string =>
  `${digits(median, decimals)}${unit} (${digits(low, decimals)}–${digits(high, decimals)})`;

const kib = (bytes: number): string => `${digits(bytes / 1024, 1)} KiB`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** `docs/performance.md`, from one run. */
export function performancePage(measured: Measurements): string {
  const { code, operations, herd, connections, warm, cold, miss, manifests, throughput } = measured;
  const [, hit, quiet] = warm;
  const [, start] = cold;
  return `# Performance

Written by \`npm run bench\`: one run, everything measured in turns on one machine. Times differ from machine to machine
and from run to run, so what counts is ratios. A figure is the median, and in brackets stands what half of the
measurements lie between. ${machine()}

## Targets

${table(
  ['figure', 'must', 'aim', 'measured'],
  [
    ['warm memory hit with its log line and metrics, to the bare handler', '≤ 4×', '≤ 2×', spread(hit!.ratio, 2, '×')],
    ['the same, logging and metrics off', '≤ 1.5×', '≤ 1×', spread(quiet!.ratio, 2, '×')],
    [
      'cold start with its DynamoDB calls over TLS, above an empty handler',
      '≤ 160 ms',
      '≤ 100 ms',
      spread(start!.above, 0, ' ms'),
    ],
    ['code that a hit loads of the extract function', '≤ 300 KiB', '≤ 220 KiB', kib(code.bytes)],
    ['table calls a request, 80 % memory hits', '≤ 1.3', 'less', digits(operations.at80, 3)],
    ['table calls a request, 95 % memory hits', '≤ 1.1', 'less', digits(operations.at95, 3)],
    ['upstream calls for 200 simultaneous misses', '1', '1', String(herd)],
  ],
)}

The last four are counted, not timed: they are the same in every run, and tests hold them. Hit ratios under simulated
traffic stand in [scale.md](scale.md).

${MISSED}

## Warm

The handler as it is bundled for deployment, on events that were parsed before; tables answer from memory; what is
logged is written to nowhere. Times are the processor's, all threads, once each handler has been called often enough for
the compiler to be done with it. The bare handler is the least that can answer: it checks the query by hand, finds the
answer in a Map and serialises it.

${table(
  ['handler', 'µs a call', 'to the bare handler', 'resident memory'],
  warm.map(({ name, time, ratio, memory }) => [
    name,
    spread(time, 1),
    spread(ratio, 2, '×'),
    `${digits(memory, 0)} MiB`,
  ]),
)}

${PEERS}

## Cold

From the start of the process to the first answer, which takes four DynamoDB calls over TLS: the day's salt, the count
of the client, the purges, the entry.

${table(
  ['function', 'ms', 'above the empty handler', 'processor time, ms', 'resident memory'],
  cold.map(({ name, total, above, processor, memory }) => [
    name,
    spread(total, 0),
    spread(above, 0, ' ms'),
    digits(processor.median, 0),
    `${digits(memory, 0)} MiB`,
  ]),
)}

Lambda gives a function a share of a processor by its memory, a whole one at 1,769 MiB (Lambda Developer Guide, "Configure
function memory"). By the processor time above, such a first answer takes:

${table(
  ['function memory', 'first answer'],
  [512, 1024, 1769].map((memory) => [
    `${memory} MiB${memory === CHOSEN_MEMORY ? ', as the stages set it' : ''}`,
    `${digits(start!.processor.median / Math.min(1, memory / WHOLE_PROCESSOR), 0)} ms`,
  ]),
)}

A hit waits for the table most of its time, and waiting costs by memory: more than ${CHOSEN_MEMORY} MiB makes only first
answers faster, less makes them felt.

A compile cache is not shipped: it holds for one build of Node on one kind of processor, Lambda changes its builds
without notice, and then it is silently worth nothing.

## Code

What the extract function has loaded when it answers a hit, ${code.files.length} files, ${kib(code.bytes)}:

${table(
  ['part', 'bytes'],
  code.parts.filter(([, bytes]) => bytes >= 1000).map(([part, bytes]) => [`\`${part}\``, bytes.toLocaleString('en')]),
)}

## Upstream

- An uncached answer takes ${spread(miss, 2, ' ms')} beyond the upstream's own time.
- 1,000 calls to one upstream, eight at a time, open ${connections} connections.

${table(
  ['manifest', 'bytes', 'time to read, to JSON.parse of as many bytes'],
  manifests.map(({ name, bytes, ratio }) => [name, bytes.toLocaleString('en'), spread(ratio, 1, '×')]),
)}

## The local stack

Gateway, four containers and the embedded table share the machine with whoever asks:
${digits(throughput.perSecond, 0)} answers a second, ${spread(throughput.milliseconds, 1, ' ms')} each, ${throughput.errors} errors.
`;
}

const MISSED = `Where a figure is missed, this is what it would take:

- **Logging and metrics off.** The rate limit is what costs half of it: the HMAC of the client's address, and a call that
  can be given up. Without it, as every peer below is, the chain meets the aim (the next table's last but one row).
  Remembering the hashes of recent addresses would save most of it, and is not done: no address outlives its request.
  The call to DynamoDB that the limit makes costs a hundred times as much.
- **With the log line.** Most of the difference is the system call that writes it. Fewer lines (\`logSampling\`) would
  not make it smaller: the metrics are in the same line.
- **Code.** The logger and the metrics of Powertools are 31 KiB that a hit does not need once the first answer is given.
  Loading them on demand would meet the aim; tried, it made no first answer faster.`;

const PEERS = `For comparison, other ways to answer the same request from memory, on another machine, in one run against the same
kind of bare handler: Middy with a validator 1.9×, Hono 12×, Express 13×, Fastify 13×, the router of Powertools 13×, a
route of Next.js 13×; none of them logs, limits or looks at a table. This very stack, built without any of what stands
here, was at 16×, started 287 ms above an empty handler and loaded 594 KiB. To repeat it, give each peer the event of
\`test/events\` and an answer of 2 KB, bundle it with esbuild, and measure in turns as \`bench/warm.ts\` does.`;

function machine(): string {
  const processors = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `This one: ${processors[0]?.model.trim()}, ${processors.length} cores, ${gigabytes} GiB, Node ${process.version}.`;
}
