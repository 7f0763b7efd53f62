import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CONDITIONS, type Condition, type SourceHealth, withProbe } from '../../lambda/health/condition.ts';

const THRESHOLDS = { failuresToDown: 2, successesToUp: 3 };
const MINUTE = 60_000;

/** What becomes of a source that is probed so, a minute apart. */
function afterProbes(probes: readonly Condition[], known?: SourceHealth, apart = MINUTE): SourceHealth {
  const start = (known?.checkedAt ?? 0) + MINUTE;
  return probes.reduce<SourceHealth | undefined>(
    (health, found, index) => withProbe(health, found, start + index * apart, THRESHOLDS),
    known,
  )!;
}

describe('a condition', () => {
  test('becomes down after two probes that fail, and well after three that do not', () => {
    expect(afterProbes(['down']).condition).toBe('ok');
    const down = afterProbes(['down', 'down']);
    expect(down.condition).toBe('down');
    expect(afterProbes(['ok', 'ok'], down).condition).toBe('down');
    expect(afterProbes(['ok', 'ok', 'ok'], down).condition).toBe('ok');
  });

  test.each(CONDITIONS)('never changes from %s while every other probe contradicts it, in a hundred', (start) => {
    const known: SourceHealth = { condition: start, since: 0, checkedAt: 0 };
    for (const other of CONDITIONS) {
      const probes = Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? other : start));
      expect(afterProbes(probes, known).condition).toBe(start);
    }
  });

  test('does not change by probes that are less than a minute apart', () => {
    expect(afterProbes(['down', 'down', 'down'], undefined, 19_000).condition).toBe('ok');
    expect(afterProbes(['down', 'down', 'down', 'down', 'down'], undefined, 20_000).condition).toBe('down');
  });

  test('counts a run that is delivered twice once', () => {
    expect(afterProbes(['down', 'down'], undefined, 0)).toEqual(afterProbes(['down']));
  });

  test('that was found a day ago counts for nothing', () => {
    const down = afterProbes(['down', 'down']);
    expect(withProbe(down, 'ok', down.checkedAt + 24 * 60 * MINUTE + 1, THRESHOLDS).condition).toBe('ok');
  });

  test('changes to what the probes agree on: something slow and then down is at least slow', () => {
    expect(afterProbes(['slow', 'down']).condition).toBe('slow');
    expect(afterProbes(['ok', 'slow', 'ok'], afterProbes(['down', 'down'])).condition).toBe('slow');
  });

  test('changes only after probes in a row that all lie in its direction (property)', () => {
    const some = fc.array(fc.constantFrom(...CONDITIONS), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(some, (probes) => {
        const severity = (condition: Condition) => CONDITIONS.indexOf(condition);
        let health: SourceHealth | undefined;
        const found: Condition[] = [];
        for (const [index, each] of probes.entries()) {
          const before = health?.condition ?? 'ok';
          health = withProbe(health, each, index * MINUTE, THRESHOLDS);
          found.push(each);
          const change = severity(health.condition) - severity(before);
          if (change === 0) continue;
          const needed = change > 0 ? 2 : 3;
          const last = found.slice(-needed);
          expect(last).toHaveLength(needed);
          for (const one of last) expect(Math.sign(severity(one) - severity(before))).toBe(Math.sign(change));
        }
      }),
    );
  });
});
