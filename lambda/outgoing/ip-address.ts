import { isIPv6 } from 'node:net';

/** The eight 16-bit groups of a valid IPv6 address without a zone. */
export function ipv6Groups(address: string): number[] {
  const hexadecimal = address.replace(
    /(\d+)\.(\d+)\.(\d+)\.(\d+)$/,
    (_, a, b, c, d) => `${(Number(a) * 256 + Number(b)).toString(16)}:${(Number(c) * 256 + Number(d)).toString(16)}`,
  );
  const [head = '', tail] = hexadecimal.split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array<string>(8 - front.length - back.length).fill('0');
  return [...front, ...zeros, ...back].map((group) => Number.parseInt(group, 16));
}

/** How an IPv6 address carries an IPv4 one. */
export interface EmbeddedIpv4 {
  readonly address: string;
  /** True for the two forms whose packets really reach that IPv4 host from today's networks. */
  readonly current: boolean;
}

/**
 * The IPv4 address inside an IPv6 one: mapped and compatible (RFC 4291, 2.5.5), translated (RFC 2765), NAT64
 * (RFC 6052, well-known prefix) and 6to4 (RFC 3056).
 */
export function embeddedIpv4(address: string): EmbeddedIpv4 | undefined {
  if (!isIPv6(address)) return undefined;
  const groups = ipv6Groups(address);
  const [a, b, c] = groups as [number, number, number];
  const prefix = groups.slice(0, 6).join(',');
  const last = dotted(groups[6]!, groups[7]!);
  if (prefix === '0,0,0,0,0,65535') return { address: last, current: true };
  if (prefix === `${0x64},${0xff9b},0,0,0,0`) return { address: last, current: true };
  if (prefix === '0,0,0,0,0,0' || prefix === '0,0,0,0,65535,0') return { address: last, current: false };
  if (a === 0x2002) return { address: dotted(b, c), current: false };
  return undefined;
}

function dotted(high: number, low: number): string {
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}
