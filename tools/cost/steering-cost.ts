import { type CostLine, GIGABYTE, MILLION } from '../../bench/simulation/feature.ts';
import { LOG_BYTES } from '../../bench/simulation/features/responses.ts';
import prices from '../../lib/prices.json' with { type: 'json' };
import { lambdaPerMillion } from './lambda-cost.ts';

/** Seconds: the longest TTL less half of its jitter, for links that live for hours (lambda/playback/steering.ts). */
const TTL = 270;
const REQUESTS = 3_600 / TTL;
/** An answer with one clone of a ladder of four, compressed. */
const ANSWER_BYTES = 900;
/** One for each title that begins, where it is watched for three quarters of an hour (docs/scale.md, `playing`). */
export const PLAYLISTS = 1.34;
export const BILLED_MS = 6;
/** The entry and the list of purges, eventually consistent; a container often has them in memory. */
export const READ_UNITS = 0.5;

/** How often a player asks in an hour. */
export const STEERING_REQUESTS = REQUESTS;

/** What a million hours of films whose links expire cost, beyond the answers themselves. */
export function steeringCost(): CostLine[] {
  const millions = REQUESTS + PLAYLISTS;
  return [
    { what: 'API Gateway', dollars: millions * prices.apiGatewayPerMillionRequests },
    {
      what: 'Lambda',
      dollars: millions * lambdaPerMillion(BILLED_MS),
    },
    { what: 'DynamoDB', dollars: millions * READ_UNITS * prices.dynamoDbPerMillionReadUnits },
    { what: 'Logs', dollars: ((millions * MILLION * LOG_BYTES) / GIGABYTE) * prices.logsPerGb },
    { what: 'Data out', dollars: ((millions * MILLION * ANSWER_BYTES) / GIGABYTE) * prices.dataOutPerGb },
  ];
}
