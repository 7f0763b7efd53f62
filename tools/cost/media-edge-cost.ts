import { type CostLine, MILLION } from '../../bench/simulation/feature.ts';
import prices from '../../lib/prices.json' with { type: 'json' };

/** Of a film in 1080p, as most viewers get it. */
const MEGABITS_A_SECOND = 5;
const GB_AN_HOUR = (MEGABITS_A_SECOND / 8) * 3.6;
/** Segments of six seconds of picture and of sound. */
const REQUESTS_AN_HOUR = 2 * (3600 / 6);
const HOURS = 1000;
/** A hundred films with their ladders. */
const STORED_GB = 100 * 10;

/** What a thousand hours of films through the media edge cost, and the films themselves in a month. */
export function mediaEdgeCost(): CostLine[] {
  const millions = (HOURS * REQUESTS_AN_HOUR) / MILLION;
  return [
    { what: 'CloudFront, data out', dollars: HOURS * GB_AN_HOUR * prices.cloudFrontOutPerGb },
    { what: 'CloudFront, requests', dollars: millions * prices.cloudFrontPerMillionRequests },
    {
      what: 'Verifying links',
      dollars: millions * (prices.cloudFrontFunctionPerMillion + prices.keyValueReadsPerMillion),
    },
    { what: 'A hundred films in S3, a month', dollars: STORED_GB * prices.s3PerGbMonth },
  ];
}
