/*
 * Stands in for three modules of the SDK that find a client's endpoint: the table of endpoint rules, the functions that
 * rules may call about partitions and ARNs, and the cache of discovered endpoints. A function reaches its tables at the
 * regional endpoint of its partition (AWS General Reference, "Amazon DynamoDB endpoints and quotas"), and no call that
 * we make allows discovery. It knows no FIPS endpoints and no dual-stack ones.
 */

interface EndpointParameters {
  readonly Region?: string;
  /** Set by the client's `endpoint` or by AWS_ENDPOINT_URL_DYNAMODB. */
  readonly Endpoint?: string;
}

const endpoints = new Map<string, { url: URL }>();

export function defaultEndpointResolver({ Region = '', Endpoint }: EndpointParameters): { url: URL } {
  const address = Endpoint ?? `https://dynamodb.${Region}.amazonaws.com${Region.startsWith('cn-') ? '.cn' : ''}`;
  const endpoint = endpoints.get(address) ?? { url: new URL(address) };
  endpoints.set(address, endpoint);
  return endpoint;
}

export const awsEndpointFunctions = {};

export class EndpointCache {}
