import { expect, test } from '@jest/globals';
import { type ProgressStep, progressInWords } from '../../../client/src/index.ts';

const step = (provider: string, state: ProgressStep['state'], ms = 0, sources?: number): ProgressStep => ({
  provider,
  state,
  ms,
  ...(sources !== undefined && { sources }),
});

test('progress is a line for each provider that was asked, in order, with how it ended', () => {
  const steps = [
    step('Archive', 'asked'),
    step('Archive', 'failed', 3040),
    step('Main library', 'asked'),
    step('Attic', 'asked'),
    step('Main library', 'found', 2100, 5),
    step('Attic', 'late', 2100),
    step('Cellar', 'asked'),
    step('Cellar', 'not-found', 90),
    step('Shed', 'asked'),
    step('Shed', 'found', 1500, 1),
    step('Loft', 'asked'),
  ];
  expect(progressInWords({ seq: 1, steps })).toEqual([
    'asking Archive … failed after 3.0 s',
    'asking Main library … found 5 sources in 2.1 s',
    'asking Attic … too late, after 2.1 s',
    'asking Cellar … does not have it, after 0.1 s',
    'asking Shed … found 1 source in 1.5 s',
    'asking Loft …',
  ]);
});

test('a provider that is asked twice has two lines, and an end whose beginning was cut off has one', () => {
  const steps = [step('A', 'found', 100), step('B', 'asked'), step('B', 'failed', 100), step('B', 'asked')];
  expect(progressInWords({ seq: 1, steps })).toEqual([
    'asking A … found it in 0.1 s',
    'asking B … failed after 0.1 s',
    'asking B …',
  ]);
  expect(progressInWords({ seq: 0, steps: [] })).toEqual([]);
});
