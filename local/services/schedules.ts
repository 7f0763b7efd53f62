import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Clock } from '../../lambda/clock.ts';
import { type LocalRequest, type LocalService, sendText } from '../http/service.ts';
import type { InvocationResult } from '../lambda/container.ts';
import type { LambdaFunctions } from '../lambda/lambda-functions.ts';
import { ACCOUNT, REGION } from '../template/intrinsics.ts';
import type { ScheduleDefinition } from '../template/template.ts';

const PATH = '/local/run/';

/** Functions that run by themselves here as well. The canary would fill the console's charts with its own requests. */
const BY_THEMSELVES: readonly string[] = ['health'];

/**
 * The functions that the template runs on a schedule. Health runs by itself on the stack's clock, first after one
 * interval; each runs when it is asked for: `POST /local/run/canary`. The answer is the function's result when it has
 * ended: 404 for an unknown name, 409 while the function runs.
 */
export class Schedules implements LocalService {
  readonly isPrivate = true;
  readonly #clock: Clock;
  readonly #definitions: readonly ScheduleDefinition[];
  readonly #functions: LambdaFunctions;
  readonly #running = new Set<ScheduleDefinition>();
  readonly #timers = new Map<ScheduleDefinition, () => void>();

  constructor(clock: Clock, definitions: readonly ScheduleDefinition[], functions: LambdaFunctions) {
    this.#clock = clock;
    this.#definitions = definitions;
    this.#functions = functions;
  }

  /** Starts what runs by itself. */
  start(): void {
    for (const schedule of this.#definitions) {
      if (BY_THEMSELVES.includes(this.#nameOf(schedule) ?? '')) this.#after(schedule);
    }
  }

  /** Nothing begins after it. */
  async stop(): Promise<void> {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  matches({ method, path }: LocalRequest): boolean {
    return method === 'POST' && path.startsWith(PATH);
  }

  async serve({ path }: LocalRequest, response: ServerResponse): Promise<void> {
    const name = path.slice(PATH.length);
    const schedule = this.#definitions.find((each) => this.#nameOf(each) === name);
    if (!schedule) return sendText(response, 404, 'There is no such schedule');
    if (this.#running.has(schedule)) return sendText(response, 409, `${name} is running`);
    const { payload, functionError } = await this.#run(schedule);
    const failed = functionError === undefined ? {} : { 'X-Amz-Function-Error': functionError };
    response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...failed });
    response.end(payload);
  }

  #nameOf({ functionArn }: ScheduleDefinition): string | undefined {
    return this.#functions.find(functionArn)?.key;
  }

  /** One that is still running when the next is due is not started again. */
  #after(schedule: ScheduleDefinition): void {
    const due = () => {
      this.#after(schedule);
      // What went wrong is in the function's log.
      if (!this.#running.has(schedule)) this.#run(schedule).catch(() => undefined);
    };
    this.#timers.set(schedule, this.#clock.setTimer(schedule.everyMs, due));
  }

  async #run(schedule: ScheduleDefinition): Promise<InvocationResult> {
    this.#running.add(schedule);
    try {
      return await this.#functions.invoke(schedule.functionArn, JSON.stringify(this.#event(schedule)));
    } finally {
      this.#running.delete(schedule);
    }
  }

  /** EventBridge User Guide, "Creating a rule that runs on a schedule". */
  #event({ arn }: ScheduleDefinition): object {
    return {
      version: '0',
      id: randomUUID(),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: ACCOUNT,
      time: new Date(this.#clock.now()).toISOString().replace(/\.\d+/, ''),
      region: REGION,
      resources: [arn],
      detail: {},
    };
  }
}
