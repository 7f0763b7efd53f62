import { clientNetwork } from './client-network.ts';

/** What is known about where a request came from. */
export interface ConnectionFacts {
  /** Address of the connection at API Gateway. */
  readonly sourceIp: string | null | undefined;
  /** Id of the API key that API Gateway has verified. */
  readonly apiKeyId: string | null | undefined;
  /** The `CloudFront-Viewer-Address` header. */
  readonly viewerAddress: string | undefined;
}

export interface AddressRules {
  /** Ids, separated by commas, of the API keys that only our own CloudFront distribution sends; absent without one. */
  readonly edgeKeyId?: string | undefined;
  /** Bits of an IPv6 address that distinguish clients. */
  readonly ipv6PrefixLength: number;
}

/**
 * The client's address, as the network that it counts as (see {@link clientNetwork}).
 *
 * Anybody can send a `CloudFront-Viewer-Address`; it counts only with the distribution's own key, since the holder of
 * any other key could write any address there. `X-Forwarded-For` begins with what the client wrote and is never read.
 */
export function clientAddress(facts: ConnectionFacts, { edgeKeyId, ipv6PrefixLength }: AddressRules): string {
  const throughEdge = Boolean(facts.apiKeyId) && (edgeKeyId ?? '').split(',').includes(facts.apiKeyId!);
  const address = throughEdge && facts.viewerAddress !== undefined ? withoutPort(facts.viewerAddress) : facts.sourceIp;
  return clientNetwork(address, ipv6PrefixLength);
}

/**
 * `address:port`, the address with or without brackets where it is IPv6 (CloudFront developer guide, viewer headers).
 */
function withoutPort(viewerAddress: string): string {
  const address = viewerAddress.slice(0, Math.max(0, viewerAddress.lastIndexOf(':')));
  return address.startsWith('[') && address.endsWith(']') ? address.slice(1, -1) : address;
}
