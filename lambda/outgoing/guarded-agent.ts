import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { type RuntimeEndpoint, refusalOf } from './address-guard.ts';
import { OutgoingError } from './outgoing-error.ts';

/** All addresses of a host name. */
export type ResolveName = (hostname: string) => Promise<readonly LookupAddress[]>;

export const systemResolver: ResolveName = (hostname) => lookup(hostname, { all: true });

export interface GuardOptions {
  readonly allowPrivate: boolean;
  readonly runtimeEndpoint: RuntimeEndpoint;
  readonly resolve: ResolveName;
}

/** Concurrent connections per origin; further requests wait for one. */
const MAX_SOCKETS = 32;
/** Idle connections kept per origin; the rest close. */
const MAX_FREE_SOCKETS = 8;
/** An idle connection is closed after this time: most servers would have closed it by then. */
const IDLE_MS = 60_000;

/**
 * A keep-alive agent that checks the address of every new connection: literals before they connect, names by the very
 * addresses that the socket then uses, so that a second DNS answer cannot differ from the checked one. Requests that
 * may reach private addresses must not share an agent with others: a pooled socket is not checked again.
 */
export function guardedAgent(protocol: 'http:' | 'https:', guard: GuardOptions): http.Agent {
  const settings = {
    keepAlive: true,
    scheduling: 'lifo' as const,
    maxSockets: MAX_SOCKETS,
    maxFreeSockets: MAX_FREE_SOCKETS,
    timeout: IDLE_MS,
  };
  const agent = protocol === 'https:' ? new https.Agent(settings) : new http.Agent(settings);
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const host = String(options.host ?? options.hostname ?? '');
    const port = Number(options.port);
    const refusal = isIP(host) === 0 ? undefined : refusalOf(host, port, guard);
    if (refusal !== undefined) {
      process.nextTick(() => callback?.(refused(refusal), undefined as never));
      return undefined;
    }
    return connect({ ...options, lookup: guardedLookup(port, guard) }, callback);
  };
  return agent;
}

function guardedLookup(port: number, guard: GuardOptions): LookupFunction {
  return (hostname, options, callback) => {
    guard.resolve(hostname).then(
      (addresses) => {
        const first = addresses[0];
        if (first === undefined) return callback(new OutgoingError('network', 'the name has no address'), '', 0);
        // One refused address refuses the name: a public host has no private addresses.
        for (const { address } of addresses) {
          const refusal = refusalOf(address, port, guard);
          if (refusal !== undefined) return callback(refused(refusal), '', 0);
        }
        if (options.all) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      },
      (error) => callback(error, '', 0),
    );
  };
}

function refused(refusal: string): OutgoingError {
  return new OutgoingError('address', `refused to connect: ${refusal}`);
}
