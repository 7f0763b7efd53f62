import Sequencer from '@jest/test-sequencer';

/** What takes longest, in that order. */
const LONGEST = [
  'test/security/fuzz.test.ts',
  'test/cache/herd.test.ts',
  'test/live/running-stack.test.ts',
  'test/cache/running-stack.test.ts',
  'test/usage/running-stack.test.ts',
  'test/stream-api.test.ts',
  // Of `npm run test:slow`.
  'test/faults/faults.slow.test.ts',
  'test/commands/running-catalogue.slow.test.ts',
  'test/local/start.slow.test.ts',
];

const rank = ({ path }) => LONGEST.findIndex((end) => path.endsWith(`/${end}`));

/**
 * Begins with the longest suites in a fresh clone too, so that the others fill the time beside them. Jest remembers how
 * long each took, but where none has run before, it goes by the size of the files.
 */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    if (sorted.some(({ duration }) => duration !== undefined)) return sorted;
    const longest = sorted.filter((each) => rank(each) >= 0).sort((a, b) => rank(a) - rank(b));
    return [...longest, ...sorted.filter((each) => rank(each) < 0)];
  }
}
