import { isIP, isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Where the Lambda Runtime API listens, the value of AWS_LAMBDA_RUNTIME_API: `127.0.0.1:9001`. */
export type RuntimeEndpoint = string | undefined;

/**
 * Refused even where private addresses are trusted, as is IPv4 link-local space: AWS keeps instance metadata, container
 * credentials, the VPC's resolver, the X-Ray daemon and Lambda's own endpoints in these (EC2 User Guide, "Instance
 * metadata"; ECS and EKS guides on container credentials).
 */
const AWS_IPV6 = ipaddr.IPv6.parseCIDR('fd00:ec2::/32');

/** The only IPv6 space that is allotted to public hosts (RFC 4291, 2.4). */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * The forms of IPv6 address that carry an IPv4 one. Packets reach that IPv4 host from today's networks by two of them.
 */
const EMBEDDED_IPV4 = [
  { form: '::ffff:0:0/96', firstByte: 12, isDelivered: true }, // IPv4-mapped (RFC 4291, 2.5.5.2)
  { form: '64:ff9b::/96', firstByte: 12, isDelivered: true }, // NAT64, well-known prefix (RFC 6052)
  { form: '::/96', firstByte: 12, isDelivered: false }, // IPv4-compatible (RFC 4291, 2.5.5.1)
  { form: '::ffff:0:0:0/96', firstByte: 12, isDelivered: false }, // IPv4-translated (RFC 2765)
  { form: '2002::/16', firstByte: 2, isDelivered: false }, // 6to4 (RFC 3056)
].map(({ form, ...rest }) => ({ range: ipaddr.IPv6.parseCIDR(form), ...rest }));

/**
 * Checks one address at the moment a socket would connect to it.
 *
 * @param address an IP address in any notation that node:net knows; anything else is refused
 * @param allowPrivate the origin is trusted, or the URL is the operator's own
 * @returns why the connection is refused; undefined when it is allowed
 */
export function refusalOf(
  address: string,
  port: number,
  { allowPrivate, runtimeEndpoint }: { allowPrivate: boolean; runtimeEndpoint: RuntimeEndpoint },
): string | undefined {
  if (isIP(address) === 0 || address.includes('%')) return 'not a plain IP address';
  const ip = parse(address);
  const embedded = embeddedIpv4(ip);
  const effective = embedded?.ipv4 ?? ip;
  if (isAwsInternal(effective)) return 'a metadata or runtime address';
  if (isRuntimeEndpoint(effective, port, runtimeEndpoint)) return "Lambda's own endpoint";
  const isPublic = isGlobal(ip) || (embedded?.isDelivered === true && isGlobal(embedded.ipv4));
  return allowPrivate || isPublic ? undefined : 'not a public address';
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** The URL parser's spelling comes first: ipaddr.js reads `::127.0.0.1`, IPv4-compatible, as IPv4-mapped. */
function parse(address: string): Address {
  return ipaddr.parse(isIPv6(address) ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address);
}

function embeddedIpv4(ip: Address): { ipv4: ipaddr.IPv4; isDelivered: boolean } | undefined {
  if (!(ip instanceof ipaddr.IPv6)) return undefined;
  const found = EMBEDDED_IPV4.find(({ range }) => ip.match(range));
  if (found === undefined) return undefined;
  const { firstByte, isDelivered } = found;
  return { ipv4: new ipaddr.IPv4(ip.toByteArray().slice(firstByte, firstByte + 4)), isDelivered };
}

function isAwsInternal(ip: Address): boolean {
  return ip instanceof ipaddr.IPv6 ? ip.match(AWS_IPV6) : ip.range() === 'linkLocal';
}

/** `unicast` is what no special-purpose registry (RFC 6890) lists. */
function isGlobal(ip: Address): boolean {
  return ip.range() === 'unicast' && (ip instanceof ipaddr.IPv4 || ip.match(GLOBAL_UNICAST));
}

function isRuntimeEndpoint(ip: Address, port: number, endpoint: RuntimeEndpoint): boolean {
  if (endpoint === undefined || !URL.canParse(`http://${endpoint}`)) return false;
  const { hostname, port: endpointPort } = new URL(`http://${endpoint}`);
  if (port !== Number(endpointPort || 80)) return false;
  // Every address of this machine reaches the same listener.
  return ip.toString() === hostname.replace(/^\[|\]$/g, '') || ['loopback', 'unspecified'].includes(ip.range());
}
