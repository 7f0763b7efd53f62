import { BlockList, isIP, isIPv4 } from 'node:net';
import { embeddedIpv4 } from './ip-address.ts';

/** Where the Lambda Runtime API listens, as AWS_LAMBDA_RUNTIME_API says: `127.0.0.1:9001`. */
export type RuntimeEndpoint = string | undefined;

/**
 * Never reached, whatever is trusted. AWS keeps instance metadata, container credentials, the VPC's resolver, the X-Ray
 * daemon and Lambda's own endpoints in IPv4 link-local space, and their IPv6 twins under fd00:ec2::/32
 * (EC2 User Guide, "Instance metadata"; ECS and EKS guides on container credentials).
 */
const never = new BlockList();
never.addSubnet('169.254.0.0', 16, 'ipv4');
never.addSubnet('fd00:ec2::', 32, 'ipv6');

/** What the IANA special-purpose registries (RFC 6890) and RFC 1112 take out of the public IPv4 space. */
const notPublic = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  notPublic.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  notPublic.addSubnet(network, prefix, 'ipv6');
}

/** The only IPv6 space that is allotted to public hosts (RFC 4291, 2.4). */
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

const ownMachine = new BlockList();
ownMachine.addSubnet('127.0.0.0', 8, 'ipv4');
ownMachine.addSubnet('0.0.0.0', 8, 'ipv4');

/**
 * Decides over one address at the moment a socket would connect to it.
 *
 * @param address an IP address in any notation that node:net knows; anything else is refused
 * @param allowPrivate the origin is trusted, or is an extractor's own configured URL
 * @returns why the connection is refused, or undefined when it may be made
 */
export function refusalOf(
  address: string,
  port: number,
  { allowPrivate, runtimeEndpoint }: { allowPrivate: boolean; runtimeEndpoint: RuntimeEndpoint },
): string | undefined {
  if (isIP(address) === 0 || address.includes('%')) return 'not a plain IP address';
  const effective = embeddedIpv4(address)?.address ?? address;
  if (within(never, effective) || within(never, address)) return 'a metadata or runtime address';
  if (isRuntimeEndpoint(effective, port, runtimeEndpoint)) return "Lambda's own endpoint";
  if (!allowPrivate && !isPublic(address)) return 'not a public address';
  return undefined;
}

function isPublic(address: string): boolean {
  if (isIPv4(address)) return !within(notPublic, address) && !within(never, address);
  const embedded = embeddedIpv4(address);
  if (embedded?.current) return isPublic(embedded.address);
  return within(globalUnicast, address) && !within(notPublic, address);
}

function isRuntimeEndpoint(address: string, port: number, endpoint: RuntimeEndpoint): boolean {
  if (endpoint === undefined || !URL.canParse(`http://${endpoint}`)) return false;
  const { hostname, port: endpointPort } = new URL(`http://${endpoint}`);
  if (port !== Number(endpointPort || 80)) return false;
  // Any way of writing "this machine" ends at the same listener.
  return address === hostname.replace(/^\[|\]$/g, '') || within(ownMachine, address);
}

function within(list: BlockList, address: string): boolean {
  return list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}
