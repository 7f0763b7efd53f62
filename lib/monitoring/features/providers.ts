import { hasBreaker } from '../../../contract/settings/has-breaker.ts';
import { alarm, type Feature, panel, QUESTIONS, ratioAbove, row } from '../feature.ts';
import { ownSeries, providerSeries, ratio } from '../series.ts';

const providerUnhealthy = alarm('ProviderUnhealthy', [
  'filter ispresent(extractions.0.outcome)',
  // Makes a record of each provider that a line names (CloudWatch Logs User Guide, "unnest").
  'fields jsonParse(@message) as line',
  'unnest line.extractions into extraction',
  'stats count(*) as extractions by extraction.provider, extraction.outcome, extraction.cause',
  'sort extractions desc',
]);

/** Whether the providers answer, and how fast. */
export const providers: Feature = {
  alarms: [providerUnhealthy],
  watch({ stage, providers }) {
    const each = providers.map(({ name }) => ({ name, own: providerSeries(stage, name) }));
    const failureRatios = each.map(({ name, own }) => {
      const id = `failureRatio_${name.replace(/\W/g, '_')}`;
      return ratio(id, name, [own('UpstreamFailures', name)], [own('UpstreamExtractions', name)]);
    });
    const latencies = each.flatMap(({ name, own }) => [
      own('UpstreamLatency', `${name} p50`, 'p50'),
      own('UpstreamLatency', `${name} p95`, 'p95'),
    ]);
    const attempts = each.map(({ name, own }) => own('UpstreamAttempts', name));
    const breakersOpen = providers
      .filter(hasBreaker)
      .map(({ name }) => providerSeries(stage, name)('BreakerOpen', `${name}: breaker open`));
    const dropped = ownSeries(stage)('SourcesDropped', 'sources and links left out');
    return {
      rows: [
        row(
          QUESTIONS.providers,
          panel('Failed extractions', '%', failureRatios),
          panel('Latency of one call', 'ms', latencies),
          panel('Calls', 'count', attempts),
          panel(breakersOpen.length > 0 ? 'Breaker and links left out' : 'Links left out', 'count', [
            ...breakersOpen,
            dropped,
          ]),
        ),
      ],
      rules: failureRatios.map((series) => ({
        ...ratioAbove(providerUnhealthy, series, 50, 5),
        of: series.label,
        severity: 'page',
      })),
    };
  },
};
