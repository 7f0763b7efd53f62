import { cpus, totalmem } from 'node:os';
import type { LoadedCode } from '../test/support/loaded-code.ts';
import type { ColdFigure } from './container/cold.ts';
import type { ResidentFigure } from './container/resident.ts';
import type { ManifestFigure, MissFigures } from './provider-path.ts';
import type { Spread } from './statistics.ts';
import type { Throughput } from './throughput.ts';
import type { WarmFigure } from './warm.ts';

export interface Measurements {
  readonly code: LoadedCode;
  readonly operations: { readonly at80: number; readonly at95: number };
  readonly herd: number;
  readonly connections: number;
  /** The bare handler, the function's variants, then the peers. */
  readonly warm: readonly WarmFigure[];
  readonly cold: readonly ColdFigure[];
  readonly resident: readonly ResidentFigure[];
  readonly miss: MissFigures;
  readonly manifests: readonly ManifestFigure[];
  readonly throughput: Throughput;
}

/** In MiB: the memory for which Lambda gives one whole processor, and that of the function in the stages. */
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
  const { code, operations, herd, connections, warm, cold, resident, miss, manifests, throughput } = measured;
  const own = new Map(warm.map((figure) => [figure.name, figure]));
  const ratio = (name: string) => own.get(name)!.ratio;
  const [, start] = cold;
  return `# Performance

Written by \`npm run bench\`: one run, everything measured in turns on one machine. Times differ from machine to machine
and from run to run, so the ratios matter. A figure is the median, followed in brackets by the range of the middle half
of the measurements. ${machine()}

## Targets

${table(
  ['figure', 'must', 'aim', 'measured'],
  [
    [
      'warm memory hit with its log line and metrics, to the bare handler',
      '≤ 2.5×',
      '≤ 2×',
      spread(ratio('memory hit'), 2, '×'),
    ],
    [
      'the same, logging and metrics off',
      '≤ 1.2×',
      '≤ 1×',
      spread(ratio('memory hit, logging and metrics off'), 2, '×'),
    ],
    ['with `prefer`, to one without', '≤ 1.3×', '', spread(own.get('memory hit with `prefer`')!.toHit, 2, '×')],
    ['signed for a CDN, to one without', '≤ 1.1×', '', spread(own.get('memory hit, signed for a CDN')!.toHit, 2, '×')],
    [
      'cold start with its DynamoDB calls over TLS, above an empty handler',
      '≤ 95 ms',
      '≤ 80 ms',
      spread(start!.above, 0, ' ms'),
    ],
    ['code that a hit loads of the extract function', '≤ 240 KiB', '≤ 220 KiB', kib(code.bytes)],
    [
      "uncached answer beyond the providers' and hosts' time, with the duration read from 1,800 segments",
      '≤ 3 ms',
      '',
      spread(miss.manifests, 2, ' ms'),
    ],
    ['table calls a request, 80 % memory hits', '≤ 1.205', 'less', digits(operations.at80, 3)],
    ['table calls a request, 95 % memory hits', '≤ 1.055', 'less', digits(operations.at95, 3)],
    ['provider calls for 200 simultaneous misses', '1', '1', String(herd)],
  ],
)}

Code, table calls and provider calls are counted, not timed: they are the same in every run, and tests check them. Hit
ratios under simulated traffic are in [scale.md](scale.md).

${MISSED}

## Warm

The function as it is bundled for deployment, on events that were parsed before. Tables answer from memory, and the log
is written but discarded. Times are processor times of all threads, after as many calls as the compiler needs to finish.
The bare handler is the least that can answer: it checks the query by hand, finds the answer in a Map and serialises it.

${warmTable(warm.filter(({ isPeer }) => !isPeer))}

${peersSection(warm.filter(({ isPeer }) => isPeer))}

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

A hit waits for the table most of its time, and waiting is billed by memory: more than ${CHOSEN_MEMORY} MiB makes only
first answers faster, and less makes them noticeably slower.

A compile cache is not shipped: it is valid for one build of Node on one kind of processor. Lambda changes its builds
without notice, and then the cache is silently ignored.

## Memory

A container that answers every request from the table for a minute, each for another title, over TLS as in a cold start.
Its memory tier, of the size that the stages set, fills; the second container has none.

${table(
  ['memory tier', 'answers', 'resident after 5,000', 'resident after a minute', 'still in use then'],
  resident.map(({ tierMiB, answers, early, resident: end, used }) => [
    tierMiB === 0 ? 'none' : `${tierMiB} MiB`,
    answers.toLocaleString('en'),
    early === 0 ? '–' : `${digits(early, 0)} MiB`,
    `${digits(end, 0)} MiB`,
    `${digits(used, 0)} MiB`,
  ]),
)}

What is in use is code, objects and the entries of the tier, which is bounded by their bytes. The rest is Node itself,
the young generation of V8's heap and what waits to be collected. The soak test fails where a container takes more than
half of the function's ${CHOSEN_MEMORY} MiB, or where what is in use grows.

## Code

When it answers a hit, the extract function has loaded ${kib(code.bytes)}, in ${code.files.length} of its files:

${table(
  ['part', 'bytes'],
  code.parts.filter(([, bytes]) => bytes >= 1000).map(([part, bytes]) => [`\`${part}\``, bytes.toLocaleString('en')]),
)}

## Provider

- An uncached answer of files takes ${spread(miss.files, 2, ' ms')} beyond the provider's time; one whose master and
  playlist of 1,800 segments are read, ${spread(miss.manifests, 2, ' ms')} beyond that of provider and media host. Plain
  requests for the same addresses, right before each answer, are what is taken off.
- 1,000 calls to one provider, eight at a time, open ${connections} connections.

${table(
  ['manifest', 'bytes', 'time to read, relative to JSON.parse of as many bytes'],
  manifests.map(({ name, bytes, ratio }) => [name, bytes.toLocaleString('en'), spread(ratio, 1, '×')]),
)}

## The local stack

Gateway, four containers and the embedded table share the machine with the client, which has eight requests under way:
${digits(throughput.perSecond, 0)} answers a second, ${spread(throughput.milliseconds, 1, ' ms')} each, ${throughput.errors} errors.
`;
}

const MISSED = `Where a figure misses its aim, or comes near it:

- **Logging and metrics off.** What it costs beside the bare handler is the rate limit: the hash of the client's address,
  and a call with a time limit. Without it the chain takes less than the bare handler (the next table, *rate limit off
  too*). Remembering the hashes of recent addresses would save most of it, and is not done: no address outlives its
  request. The limit's call to DynamoDB costs a hundred times as much.
- **With the log line.** Most of the difference is the system call that writes it. Fewer lines (\`logSampling\`) would
  not reduce it, because the metrics are in the same line.`;

/** Other ways to answer the same request, where the run had any. */
function peersSection(peers: readonly WarmFigure[]): string {
  const how = '`npm run bench -- --peers FOLDER`';
  if (peers.length === 0) return `Other ways to answer the same request are measured in the same run by ${how}.`;
  return `Other ways to answer the same request from memory, in the same run: ${how}. The folder is not
part of the project: any bundle in its \`out/\` that exports \`handler\` is measured, under the bundle's name. Here they
are plain handlers (\`a\`), Middy (\`b\`), Hono, Express, Fastify, Powertools' router and Next.js. None of them logs,
limits, measures or calls a table.

${warmTable(peers)}`;
}

const warmTable = (figures: readonly WarmFigure[]): string =>
  table(
    ['handler', 'µs a call', 'to the bare handler', 'resident memory'],
    figures.map(({ name, time, ratio, memory }) => [
      name,
      spread(time, 1),
      spread(ratio, 2, '×'),
      `${digits(memory, 0)} MiB`,
    ]),
  );

function machine(): string {
  const processors = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `This one: ${processors[0]?.model.trim()}, ${processors.length} cores, ${gigabytes} GiB, Node ${process.version}.`;
}
