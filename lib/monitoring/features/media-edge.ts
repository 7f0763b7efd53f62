import prices from '../../prices.json' with { type: 'json' };
import { type Feature, panel, row } from '../feature.ts';
import { awsSeries, type MetricSeries } from '../series.ts';

const GIB = 1024 ** 3;

/**
 * Whether the media reach the viewers. CloudFront has its metrics in one region, and alarms watch those of their own
 * only, so there is none: `npm run media-keys -- check` and the prober of health ask through the edge instead.
 */
export const mediaEdge: Feature = {
  alarms: [],
  watch({ mediaEdge: its }) {
    if (its === undefined) return {};
    const delivered = cloudFront('media', { DistributionId: its.distributionId });
    const verified = cloudFront('verify', { FunctionName: its.functionName });
    const requests = delivered('Requests', 'requests');
    const bytes = delivered('BytesDownloaded', 'bytes');
    return {
      rows: [
        row(
          'Do the media reach the viewers?',
          panel('Media requests', 'count', [requests, verified('FunctionInvocations', 'links that were checked')]),
          panel('Media refused or failed', '%', [
            delivered('4xxErrorRate', 'refused (403) or missing (404)', 'Average'),
            delivered('5xxErrorRate', 'origin or function failed', 'Average'),
          ]),
          panel('Faults of the check', 'count', [
            verified('FunctionExecutionErrors', 'errors'),
            verified('FunctionThrottles', 'throttled'),
          ]),
        ),
      ],
      costs: [
        {
          service: 'deliveryCost',
          terms: [
            { series: bytes, factor: prices.cloudFrontOutPerGb / GIB },
            { series: requests, factor: prices.cloudFrontPerMillionRequests / 1e6 },
            {
              series: verified('FunctionInvocations', 'checks'),
              factor: (prices.cloudFrontFunctionPerMillion + prices.keyValueReadsPerMillion) / 1e6,
            },
          ],
        },
      ],
    };
  },
};

/** CloudFront's metrics are in us-east-1 (CloudFront Developer Guide, "Monitor CloudFront metrics with CloudWatch"). */
const cloudFront =
  (of: string, dimensions: MetricSeries['dimensions']) =>
  (...args: Parameters<ReturnType<typeof awsSeries>>): MetricSeries => ({
    ...awsSeries('AWS/CloudFront', of, { ...dimensions, Region: 'Global' })(...args),
    region: 'us-east-1',
  });
