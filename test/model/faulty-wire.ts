import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { SimulatedClock } from '../../bench/simulation/simulated-clock.ts';
import type { ContainerLife } from './container-life.ts';
import type { Command, InMemoryDynamoDb } from './in-memory-dynamodb.ts';

export interface WireOptions {
  readonly world: SimulatedClock;
  readonly database: InMemoryDynamoDb;
  readonly random: () => number;
  /** The share of calls that meet a fault. */
  readonly faults: () => number;
  /** The most that a call takes, each way, in milliseconds. */
  readonly latencyMs: number;
  readonly isOut: () => boolean;
  /** A call met a fault. */
  readonly onFault: () => void;
}

/** How old an eventually consistent read may be, in milliseconds. */
const STALE_MS = 2_000;

/** The client gives a call up after this; the service may still carry it out, up to {@link LATE_MS} later. */
const TIMEOUT_MS = 1_000;
const LATE_MS = 5_500;

const FAULTS = ['lost request', 'lost reply', 'late', 'throttled', 'carried out twice'] as const;

/** One container's connection to the table: calls take time, reads may be old, and some calls meet a fault. */
export function faultyClient(options: WireOptions, life: ContainerLife): DynamoDBDocumentClient {
  const { world, database, random, isOut } = options;
  const between = (least: number, most: number) => Math.round(least + (most - least) * random());

  const send = (command: Command, { abortSignal: signal }: { abortSignal?: AbortSignal } = {}) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      signal?.addEventListener('abort', () => reject(signal.reason));
      const there = between(1, options.latencyMs);
      const back = there + between(1, options.latencyMs);
      const mayBeOld = command.constructor.name === 'GetCommand' && !command.input.ConsistentRead && random() < 0.5;
      const age = mayBeOld ? between(0, STALE_MS) : 0;
      const carryOut = () => database.execute(command, world.now() - age);
      const arrive = (at: number, happen: () => void) => world.setTimer(at, () => life.run('arrival', happen));
      const fail = (at: number, name: string) => arrive(at, () => reject(Object.assign(new Error(name), { name })));

      const fault = random() < options.faults() ? FAULTS[between(0, FAULTS.length - 1)] : undefined;
      if (fault !== undefined || isOut()) options.onFault();
      if (isOut() || fault === 'throttled') return fail(back, 'ProvisionedThroughputExceededException');
      if (fault === 'lost request') return fail(TIMEOUT_MS, 'TimeoutError');
      if (fault === 'late' || fault === 'lost reply') {
        const delay = fault === 'late' ? between(TIMEOUT_MS, LATE_MS) : there;
        world.setTimer(delay, () => void attempt(carryOut));
        return fail(TIMEOUT_MS, 'TimeoutError');
      }
      world.setTimer(there, () => {
        if (fault === 'carried out twice') attempt(carryOut);
        const result = attempt(carryOut);
        arrive(back - there, () => ('error' in result ? reject(result.error) : resolve(result.value)));
      });
    });
  return { send } as unknown as DynamoDBDocumentClient;
}

function attempt<T>(call: () => T): { readonly value: T } | { readonly error: unknown } {
  try {
    return { value: call() };
  } catch (error) {
    return { error };
  }
}
