import { lambdaSeries } from '../costs.ts';
import { above, alarm, type Feature, MINUTE, panel, QUESTIONS, ratioAbove, row } from '../feature.ts';
import { ownSeries, ratio } from '../series.ts';

const functionThrottled = alarm('FunctionThrottled', [
  'filter ispresent(Requests)',
  'stats sum(Requests) as requests, sum(ColdStarts) as starts by bin(1m)',
]);
const limiterFallback = alarm('LimiterFallback', [
  'filter ispresent(limiterFailure)',
  'stats count(*) as requests by limiterFailure, bin(1m)',
]);

/** What Lambda refuses, and whether clients are counted together. */
export const limits: Feature = {
  alarms: [functionThrottled, limiterFallback],
  watch({ stage, functions }) {
    const own = ownSeries(stage);
    const throttled = lambdaSeries('extract', functions.extract.name)('Throttles', 'extract');
    const refreshThrottled = lambdaSeries('refresh', functions.refresh.name)('Throttles', 'refresh');
    const fallbacks = own('LimiterFallbacks', 'rate limit counted locally');
    const fallbackRatio = ratio('limiterFallbackRatio', fallbacks.label, [fallbacks], [own('Requests', 'requests')]);
    return {
      rows: [
        row(
          QUESTIONS.operation,
          panel('Throttles and faults', 'count', [throttled, refreshThrottled, fallbacks]),
          panel('Rate limit counted locally', '%', [fallbackRatio]),
        ),
      ],
      rules: [
        { ...above(functionThrottled, throttled, 0), severity: 'page', periodSeconds: MINUTE },
        ratioAbove(limiterFallback, fallbackRatio, 1, 20),
      ],
    };
  },
};
