interface EndpointParameters {
  readonly Region?: string;
  /** Set by the client's `endpoint` or by AWS_ENDPOINT_URL_DYNAMODB. */
  readonly Endpoint?: string;
}

const endpoints = new Map<string, { url: URL }>();

/**
 * Stands in for the client's table of endpoint rules: a function reaches its tables at the regional endpoint of its own
 * partition (AWS General Reference, "Amazon DynamoDB endpoints and quotas"). It knows no FIPS and no dual-stack ones.
 */
export function defaultEndpointResolver({ Region = '', Endpoint }: EndpointParameters): { url: URL } {
  const address = Endpoint ?? `https://dynamodb.${Region}.amazonaws.com${Region.startsWith('cn-') ? '.cn' : ''}`;
  const endpoint = endpoints.get(address) ?? { url: new URL(address) };
  endpoints.set(address, endpoint);
  return endpoint;
}
