import prices from '../../lib/prices.json' with { type: 'json' };
import type { Scenario } from './simulation.ts';
import type { Usage } from './usage.ts';

export interface CostLine {
  readonly what: string;
  /** US dollars a month. */
  readonly dollars: number;
}

const MILLION = 1_000_000;
const GIGABYTE = 1e9;
export const SECONDS_PER_MONTH = 30 * 24 * 60 * 60;

/** What the stage settings give a function. */
export const MEMORY_GB = 1;
/** Of a call of a function: its own line, and what Lambda itself writes. */
export const LOG_BYTES = 650 + 300;
/** On the wire. */
export const ANSWER_BYTES = 1_500;

/** Requests a month at the rate of a scenario. */
export const requestsAMonth = ({ rate }: Pick<Scenario, 'rate'>): number => rate * SECONDS_PER_MONTH;

/** What a month of so many requests costs, by the price file, in its region and without free tiers. */
export function monthlyCost(usage: Usage, requests: number): CostLine[] {
  const calls = requests * (1 + usage.refreshes);
  return [
    line('API Gateway', requests / MILLION, prices.apiGatewayPerMillionRequests),
    line('Lambda calls', calls / MILLION, prices.lambdaPerMillionRequests),
    line('Lambda time', ((requests * usage.billedMs) / 1000) * MEMORY_GB, prices.lambdaPerGbSecondArm),
    line('DynamoDB writes', (requests * usage.writeUnits) / MILLION, prices.dynamoDbPerMillionWriteUnits),
    line('DynamoDB reads', (requests * usage.readUnits) / MILLION, prices.dynamoDbPerMillionReadUnits),
    line('Logs', (calls * LOG_BYTES) / GIGABYTE, prices.logsPerGb),
    line('Data out', (requests * ANSWER_BYTES) / GIGABYTE, prices.dataOutPerGb),
  ];
}

const line = (what: string, units: number, price: number): CostLine => ({ what, dollars: units * price });
