import { clientNetwork } from './client-network.ts';

/** What a request says of where it came from. */
export interface ConnectionFacts {
  /** Address of the connection, as API Gateway saw it. */
  readonly sourceIp: string | null | undefined;
  /** Id of the API key that API Gateway has verified. */
  readonly apiKeyId: string | null | undefined;
  /** The `CloudFront-Viewer-Address` header. */
  readonly viewerAddress: string | undefined;
}

export interface AddressRules {
  /** Ids of the API keys that only our own CloudFront distribution sends, separated by commas; absent where there is none. */
  readonly edgeKeyId?: string | undefined;
  /** Bits of an IPv6 address that tell clients apart. */
  readonly ipv6PrefixLength: number;
}

/**
 * The client's address, as the network that it counts as (see {@link clientNetwork}).
 *
 * Anybody can send a `CloudFront-Viewer-Address`; it is believed only with the distribution's own key. Any other
 * partner's key would let that partner name whom it likes. `X-Forwarded-For` begins with whatever the client wrote
 * there and is never read.
 */
export function clientAddress(facts: ConnectionFacts, { edgeKeyId, ipv6PrefixLength }: AddressRules): string {
  const throughEdge = Boolean(facts.apiKeyId) && (edgeKeyId ?? '').split(',').includes(facts.apiKeyId!);
  const address = throughEdge && facts.viewerAddress !== undefined ? withoutPort(facts.viewerAddress) : facts.sourceIp;
  return clientNetwork(address, ipv6PrefixLength);
}

/** `address:port`, the address with or without brackets where it is IPv6 (CloudFront developer guide, viewer headers). */
function withoutPort(viewerAddress: string): string {
  const address = viewerAddress.slice(0, Math.max(0, viewerAddress.lastIndexOf(':')));
  return address.startsWith('[') && address.endsWith(']') ? address.slice(1, -1) : address;
}
