import { isIPv4, isIPv6 } from 'node:net';

/** The one client that all unreadable addresses count as. */
export const UNKNOWN_CLIENT = 'unknown';

/**
 * The network an address counts as, in one spelling: an IPv4 address as it is, an IPv4-mapped IPv6 address (RFC 4291,
 * 2.5.5.2) as that IPv4 address, any other IPv6 address cut to its prefix, since a subscriber gets at least a whole /64
 * (RFC 6177) and can use a new address of it for every request. Zone ids (RFC 4007) are meaningful on one host only and
 * are dropped. Anything else is {@link UNKNOWN_CLIENT}.
 *
 * @param prefixLength bits of an IPv6 address that distinguish clients, 0 to 128
 */
export function clientNetwork(address: string | null | undefined, prefixLength: number): string {
  if (!address) return UNKNOWN_CLIENT;
  if (isIPv4(address)) return address;
  if (!isIPv6(address)) return UNKNOWN_CLIENT;
  const groups = ipv6Groups(address.split('%')[0]!);
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) {
    return groups
      .slice(6)
      .flatMap((group) => [group >> 8, group & 0xff])
      .join('.');
  }
  const network = groups.map((group, index) => group & groupMask(prefixLength - 16 * index));
  return `${network.map((group) => group.toString(16)).join(':')}/${prefixLength}`;
}

/** The eight groups of a valid address. The URL parser reads every spelling and leaves only `::` to be filled in. */
function ipv6Groups(address: string): number[] {
  const [head = '', tail = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === '' ? [] : tail.split(':');
  const zeros = Array<string>(8 - front.length - back.length).fill('0');
  return [...front, ...zeros, ...back].map((group) => Number.parseInt(group, 16));
}

/** Mask of a 16-bit group that keeps its first `bits` bits: none below 1, all above 15. */
function groupMask(bits: number): number {
  const kept = Math.min(16, Math.max(0, bits));
  return (0xffff << (16 - kept)) & 0xffff;
}
