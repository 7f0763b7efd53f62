import type { Progress, ProgressStep } from './events.ts';

/**
 * The progress of an extraction in words for a viewer: a line for each provider that was asked, in order.
 *
 * @example
 * progressInWords(progress); // ['asking Main library … found 5 sources in 2.1 s']
 */
export function progressInWords({ steps }: Progress): string[] {
  const lines: { provider: string; outcome: string }[] = [];
  for (const step of steps) {
    const { provider, state } = step;
    const asked = lines.findLast((line) => line.provider === provider && line.outcome === '');
    if (state === 'asked' || !asked) lines.push({ provider, outcome: state === 'asked' ? '' : outcomeOf(step) });
    else asked.outcome = outcomeOf(step);
  }
  return lines.map(({ provider, outcome }) => `asking ${provider} …${outcome}`);
}

function outcomeOf({ state, ms, sources }: ProgressStep): string {
  const seconds = `${(ms / 1000).toFixed(1)} s`;
  switch (state) {
    case 'found':
      return ` found ${sources === undefined ? 'it' : `${sources} source${sources === 1 ? '' : 's'}`} in ${seconds}`;
    case 'not-found':
      return ` does not have it, after ${seconds}`;
    case 'late':
      return ` too late, after ${seconds}`;
    default:
      return ` failed after ${seconds}`;
  }
}
