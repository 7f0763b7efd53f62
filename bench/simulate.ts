import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { charts, figures } from './simulation/report.ts';
import { SCENARIOS } from './simulation/scenarios.ts';
import { type Scenario, type SimulationResult, simulate } from './simulation/simulation.ts';
import { type Usage, usageOf, writeUsages } from './simulation/usage.ts';

const USAGE = `npm run simulate -- [scenario …] [--rate N] [--minutes N] [--containers N] [--titles N] [--seed N]
  [--container-minutes N] [--exponent N] [--sample N] [--svg FOLDER] [--usage]

Runs the real cache, lease, breaker and limiter code on a simulated clock. Scenarios:
  ${Object.keys(SCENARIOS).join(', ')}  (by default: today)
--sample N keeps every Nth title and its share of the traffic, for runs that would take too long.
--usage writes what docs/cost.md is computed from, by the scenarios' names; then \`npm run generate\`.`;

const USAGE_FILE = join(import.meta.dirname, 'simulation', 'usage.json');

const NUMBERS = {
  rate: 'rate',
  minutes: 'minutes',
  containers: 'containers',
  titles: 'titles',
  seed: 'seed',
  'container-minutes': 'containerMinutes',
  exponent: 'exponent',
  sample: 'sample',
} as const satisfies Record<string, keyof Scenario>;

function readCommandLine(): { scenarios: Scenario[]; svg: string | undefined; usage: boolean } {
  const option = { type: 'string' } as const;
  const numbers = Object.fromEntries(Object.keys(NUMBERS).map((name) => [name, option]));
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      ...numbers,
      svg: option,
      usage: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(USAGE);
    process.exit(0);
  }
  const changes: Partial<Record<(typeof NUMBERS)[keyof typeof NUMBERS], number>> = {};
  for (const [name, field] of Object.entries(NUMBERS)) {
    const given = (values as Record<string, unknown>)[name];
    if (given === undefined) continue;
    if (!(Number(given) > 0)) throw new Error(`--${name} takes a number above zero`);
    changes[field] = Number(given);
  }
  const scenarios = (positionals.length > 0 ? positionals : ['today']).map((name) => {
    const scenario = SCENARIOS[name];
    if (scenario === undefined) throw new Error(`No scenario is called ${name}`);
    return { ...scenario, ...changes };
  });
  return { scenarios, svg: values.svg, usage: values.usage };
}

async function run(scenario: Scenario, svg: string | undefined): Promise<SimulationResult> {
  const began = performance.now();
  const seconds = () => `${((performance.now() - began) / 1000).toFixed(0)} s`;
  console.log(`${scenario.name}: ${scenario.rate} requests a second for ${scenario.minutes} minutes`);
  let reported = 0;
  const result = await simulate(scenario, (done) => {
    if (done < reported + 0.1) return;
    reported = done;
    console.log(`  ${(100 * done).toFixed(0)} % after ${seconds()}`);
  });
  for (const [name, value] of figures(result)) console.log(`  ${name.padEnd(54)} ${value}`);
  if (svg === undefined) return result;
  await mkdir(svg, { recursive: true });
  for (const [ending, image] of charts(result)) await writeFile(join(svg, `${scenario.name}-${ending}.svg`), image);
  return result;
}

try {
  const { scenarios, svg, usage } = readCommandLine();
  const usages: Record<string, Usage> = {};
  for (const scenario of scenarios) usages[scenario.name] = usageOf(await run(scenario, svg));
  if (usage) await writeUsages(USAGE_FILE, usages);
} catch (error) {
  console.error(`${(error as Error).message}\n\n${USAGE}`);
  process.exitCode = 1;
}
