import { parseArgs } from 'node:util';
import { playCacheHistory } from './cache-history.ts';
import { CACHE_PROFILES } from './profiles.ts';

/* npm run model -- --runs 5000 --seed 1: plays so many histories of every profile, and names the seeds that fail. */

const { values } = parseArgs({ options: { runs: { type: 'string', default: '1000' }, seed: { type: 'string' } } });
const runs = Number(values.runs);
const first = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
let failed = 0;

for (const profile of CACHE_PROFILES) {
  for (let seed = first; seed < first + runs; seed++) {
    const faults = await playCacheHistory(profile, seed);
    if (faults.length > 0) failed += 1;
    for (const fault of faults) process.stdout.write(`${profile.name}, seed ${seed}: ${fault}\n`);
  }
  process.stdout.write(`${profile.name}: ${runs} histories from seed ${first}\n`);
}
process.exitCode = failed === 0 ? 0 : 1;
