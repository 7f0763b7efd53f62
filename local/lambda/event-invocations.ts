import { randomUUID } from 'node:crypto';
import type { Clock } from '../../lambda/clock.ts';
import type { FunctionDefinition } from '../template/template.ts';
import type { LambdaFunctions } from './lambda-functions.ts';

/** Lambda Developer Guide, "How Lambda handles errors and retries with asynchronous invocation". */
const WAITS_MS: readonly number[] = [60_000, 120_000];

/**
 * Asynchronous invocations: one that fails is tried again after a minute, and again two minutes later, as often as its
 * settings allow and while it is not older than its function takes.
 */
export class EventInvocations {
  readonly #functions: LambdaFunctions;
  readonly #clock: Clock;
  readonly #waiting = new Set<() => void>();
  #hasStopped = false;

  constructor(functions: LambdaFunctions, clock: Clock) {
    this.#functions = functions;
    this.#clock = clock;
  }

  /** Resolves after the first try. Never rejects. @param payload JSON text */
  async invoke(definition: FunctionDefinition, payload: string): Promise<void> {
    const requestId = randomUUID();
    const since = this.#clock.now();
    const attempt = async (tries: number): Promise<void> => {
      const left = definition.maxEventAgeMs - (this.#clock.now() - since);
      const signal = AbortSignal.timeout(Math.max(0, left));
      const { functionError } = await this.#functions.invoke(definition.name, payload, signal, requestId);
      const wait = WAITS_MS[tries];
      if (this.#hasStopped || !functionError || wait === undefined || tries >= definition.retryAttempts || wait > left)
        return;
      const cancel = this.#clock.setTimer(wait, () => {
        this.#waiting.delete(cancel);
        void attempt(tries + 1);
      });
      this.#waiting.add(cancel);
    };
    await attempt(0);
  }

  /** Nothing is tried after it. */
  async stop(): Promise<void> {
    this.#hasStopped = true;
    for (const cancel of this.#waiting) cancel();
    this.#waiting.clear();
  }
}
