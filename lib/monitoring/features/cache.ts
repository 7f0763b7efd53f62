import { alarm, type Feature, panel, QUARTER_HOUR, QUESTIONS, ratioAbove, row } from '../feature.ts';
import { ownSeries, ratio } from '../series.ts';

/** The spec's target. */
const HIT_PERCENT = 80;

const hitRatioLow = alarm('HitRatioLow', [
  'filter ispresent(cache.tier)',
  'stats count(*) as lookups by cache.tier, cache.outcome, bin(15m)',
]);

/** Whether the cache answers most requests. */
export const cache: Feature = {
  alarms: [hitRatioLow],
  watch({ stage }) {
    const own = ownSeries(stage);
    const outcomes = {
      memory: own('CacheMemoryHits', 'memory'),
      table: own('CacheTableHits', 'table'),
      stale: own('CacheStaleHits', 'stale'),
      negative: own('CacheNegativeHits', 'known not to be available'),
    };
    const hits = Object.values(outcomes);
    const lookups = [...hits, own('CacheMisses', 'misses')];
    const hitRatio = ratio('hitRatio', 'all hits', hits, lookups);
    const hitRatios = Object.entries(outcomes).map(([tier, series]) =>
      ratio(`${tier}HitRatio`, series.label, [series], lookups),
    );
    const trouble = [
      own('LeaseWaitTime', 'waits for another container', 'SampleCount'),
      own('CacheTableErrors', 'calls to the cache table that failed'),
      own('PurgesUnknown', 'answers while purges were unreadable'),
    ];
    return {
      rows: [
        row(
          QUESTIONS.cache,
          panel('Hit ratio', '%', [hitRatio, ...hitRatios], { target: HIT_PERCENT }),
          panel('Lookups by outcome', 'count', lookups, { isStacked: true }),
          panel('Waits for another container', 'ms', [own('LeaseWaitTime', 'time waited (p95)', 'p95')]),
          panel('Cache trouble', 'count', trouble),
        ),
      ],
      rules: [
        {
          ...ratioAbove(hitRatioLow, hitRatio, HIT_PERCENT, 200),
          breaches: 'below',
          periodSeconds: QUARTER_HOUR,
        },
      ],
    };
  },
};
