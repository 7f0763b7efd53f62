import { type Feature, panel, QUESTIONS, row } from '../feature.ts';
import { ownSeries } from '../series.ts';

/** How often a provider is asked beside a silent one, and whether that helps. */
export const fallback: Feature = {
  alarms: [],
  watch({ stage, fallback }) {
    if (fallback?.strategy !== 'hedge') return {};
    const own = ownSeries(stage);
    const calls = [
      own('ExtraCalls', 'made'),
      own('ExtraCallsWon', 'found the title first'),
      own('ExtraCallsRefused', 'refused: over the budget'),
    ];
    return { rows: [row(QUESTIONS.providers, panel('Extra calls', 'count', calls))] };
  },
};
