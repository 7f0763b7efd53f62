import { commandOptions } from '../../bench/command-options.ts';
import { playCacheHistory } from './cache-history.ts';
import { playLimitsHistory } from './limits-history.ts';
import { LIMITS_PROFILES, PROFILES } from './profiles.ts';

const USAGE = `npm run model [-- --runs 1000 --seed 1]

Plays that number of histories of every profile and names the seeds that fail. A seed that failed is played again by
--runs 1 --seed …`;

const values = commandOptions(USAGE, { runs: { type: 'string', default: '1000' }, seed: { type: 'string' } });
const runs = Number(values.runs);
const first = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));

for (const [what, play, profiles] of [
  ['cache', playCacheHistory, PROFILES],
  ['limits', playLimitsHistory, LIMITS_PROFILES],
] as const) {
  for (const profile of profiles) {
    let failed = 0;
    for (let seed = first; seed < first + runs; seed++) {
      const { violations } = await play(profile, seed);
      for (const violation of violations) process.stdout.write(`  seed ${seed}: ${violation}\n`);
      if (violations.length > 0) failed += 1;
    }
    process.stdout.write(`${what}, ${profile.name}: ${failed} of ${runs} histories from seed ${first} failed\n`);
    if (failed > 0) process.exitCode = 1;
  }
}
