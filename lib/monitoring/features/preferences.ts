import { functionCosts, lambdaSeries } from '../costs.ts';
import { alarm, type Feature, panel, ratioAbove, row } from '../feature.ts';
import { ownSeries, ratio } from '../series.ts';

const preferencesFailing = alarm('PreferencesFailing', [
  'filter @log like /(?i)preferences/ and status >= 500',
  'stats count(*) as requests by cause.name, cause.message, bin(1m)',
  'sort requests desc',
]);
const tokensRefused = alarm('TokensRefused', [
  'filter @log like /(?i)preferences/ and status = 401',
  'stats count(*) as requests, count_distinct(client) as clients by method, bin(1m)',
]);

/** Whether viewers' preferences are kept. */
export const preferences: Feature = {
  alarms: [preferencesFailing, tokensRefused],
  watch(stage) {
    const { preferences: its } = stage.functions;
    if (its === undefined) return {};
    const of = lambdaSeries('preferences', its.name);
    const own = ownSeries(stage.stage);
    const [called, crashes, throttled] = [
      of('Invocations', 'requests'),
      of('Errors', 'crashes'),
      of('Throttles', 'throttled'),
    ];
    const failed = own('PreferencesFailed', 'a secret or a table did not answer');
    const refused = own('TokensRefused', 'tokens that did not hold');
    const failedRatio = ratio('preferencesFailedRatio', 'failed', [failed, crashes, throttled], [called, throttled]);
    const refusedRatio = ratio('tokensRefusedRatio', 'tokens that did not hold', [refused], [called]);
    return {
      rows: [
        row(
          "Are viewers' preferences kept?",
          panel('Requests for preferences', 'count', [called, failed, crashes, throttled, refused]),
          panel('Failed and refused', '%', [failedRatio, refusedRatio]),
        ),
      ],
      rules: [
        ratioAbove(preferencesFailing, failedRatio, 5, 20),
        // A few are those of viewers who were away for a day; most of them are a secret that is not the site's.
        ratioAbove(tokensRefused, refusedRatio, 50, 20),
      ],
      costs: functionCosts('preferences', its, stage),
    };
  },
};
