import { lambdaSeries } from '../costs.ts';
import { above, type Feature, MINUTE, panel, QUESTIONS, ratioAbove } from '../feature.ts';
import { ownSeries, ratio } from '../series.ts';

const functionThrottled = {
  name: 'FunctionThrottled',
  title: 'Function throttled',
  query: ['filter ispresent(Requests)', 'stats sum(Requests) as requests, sum(ColdStarts) as starts by bin(1m)'],
};
const limiterFallback = {
  name: 'LimiterFallback',
  title: 'Limiter fallback',
  query: ['filter ispresent(limiterFailure)', 'stats count(*) as requests by limiterFailure, bin(1m)'],
};

/** What Lambda refuses, and whether clients are counted together. */
export const limits: Feature = {
  alarms: [functionThrottled, limiterFallback],
  watch({ stage, functions }) {
    const own = ownSeries(stage);
    const throttled = lambdaSeries('extract', functions.extract.name)('Throttles', 'extract');
    const refreshThrottled = lambdaSeries('refresh', functions.refresh.name)('Throttles', 'refresh');
    const fallbacks = own('LimiterFallbacks', 'limiter on its own');
    const fallbackRatio = ratio('limiterFallbackRatio', fallbacks.label, [fallbacks], [own('Requests', 'requests')]);
    return {
      rows: [
        {
          question: QUESTIONS.operation,
          panels: [
            panel('Throttles and faults', 'count', [throttled, refreshThrottled, fallbacks]),
            panel('Limiter on its own', '%', [fallbackRatio]),
          ],
        },
      ],
      rules: [
        { ...above(functionThrottled, throttled, 0), severity: 'page', periodSeconds: MINUTE },
        ratioAbove(limiterFallback, fallbackRatio, 1, 20),
      ],
    };
  },
};
