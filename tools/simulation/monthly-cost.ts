import prices from '../../lib/prices.json' with { type: 'json' };
import type { SimulationResult } from './simulation.ts';

export interface CostLine {
  readonly what: string;
  /** US dollars a month. */
  readonly dollars: number;
}

const MILLION = 1_000_000;
const GIGABYTE = 1e9;
const SECONDS_PER_MONTH = 30 * 24 * 60 * 60;

/** What the stage settings give a function, and what a request writes and sends as it is usual. */
const MEMORY_GB = 1;
const LOG_BYTES = 650;
const ANSWER_BYTES = 1_500;

/** What a month of such traffic costs, by the price file, in its region and without free tiers. */
export function monthlyCost(result: SimulationResult): CostLine[] {
  const { scenario, share, whole, operations, busyMs, refreshes } = result;
  const months = SECONDS_PER_MONTH / (scenario.minutes * 60) / share;
  const { requests } = whole;
  const reads = operations.reads / 2 + operations.consistentReads;
  const calls = requests + refreshes;
  const lines: [string, number][] = [
    ['API Gateway requests', (requests / MILLION) * prices.apiGatewayPerMillionRequests],
    ['Lambda requests', (calls / MILLION) * prices.lambdaPerMillionRequests],
    ['Lambda time', (busyMs / 1000) * MEMORY_GB * prices.lambdaPerGbSecondArm],
    ['DynamoDB reads', (reads / MILLION) * prices.dynamoDbPerMillionReadUnits],
    ['DynamoDB writes', (operations.writes / MILLION) * prices.dynamoDbPerMillionWriteUnits],
    ['CloudWatch logs', ((calls * LOG_BYTES) / GIGABYTE) * prices.logsPerGb],
    ['Data out', ((requests * ANSWER_BYTES) / GIGABYTE) * prices.dataOutPerGb],
  ];
  return lines.map(([what, dollars]) => ({ what, dollars: dollars * months }));
}
