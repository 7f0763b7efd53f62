import prices from '../../../lib/prices.json' with { type: 'json' };
import { costLine, MILLION, perRequest, type SimulatedFeature } from '../feature.ts';

/** Calls to the DynamoDB tables. */
export const tables: SimulatedFeature = {
  rows: (result) => {
    const { reads, consistentReads, purgeReads, writes } = result.operations;
    return [
      ['table calls a request', perRequest(reads + consistentReads + writes, result)],
      ['— reads of entries', perRequest(reads + consistentReads - purgeReads, result)],
      ['— reads of the purges', perRequest(purgeReads, result)],
      ['— writes', perRequest(writes, result)],
    ];
  },
  costs: (usage, requests) => [
    costLine('DynamoDB writes', (requests * usage.writeUnits) / MILLION, prices.dynamoDbPerMillionWriteUnits),
    costLine('DynamoDB reads', (requests * usage.readUnits) / MILLION, prices.dynamoDbPerMillionReadUnits),
  ],
};
