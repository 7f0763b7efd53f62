import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Clock } from '../../lambda/clock.ts';
import { type LocalRequest, type LocalService, sendText } from '../http/service.ts';
import type { LambdaFunctions } from '../lambda/lambda-functions.ts';
import { ACCOUNT, REGION } from '../template/intrinsics.ts';
import type { ScheduleDefinition } from '../template/template.ts';

const PATH = '/local/run/';

/**
 * The functions that the template runs on a schedule, each run here when it is asked for: `POST /local/run/canary`.
 * The answer is the function's result: 404 for an unknown name, 409 while the function runs.
 */
export class Schedules implements LocalService {
  readonly isPrivate = true;
  readonly #clock: Clock;
  readonly #definitions: readonly ScheduleDefinition[];
  readonly #functions: LambdaFunctions;
  readonly #running = new Set<ScheduleDefinition>();

  constructor(clock: Clock, definitions: readonly ScheduleDefinition[], functions: LambdaFunctions) {
    this.#clock = clock;
    this.#definitions = definitions;
    this.#functions = functions;
  }

  matches({ method, path }: LocalRequest): boolean {
    return method === 'POST' && path.startsWith(PATH);
  }

  async serve({ path }: LocalRequest, response: ServerResponse): Promise<void> {
    const name = path.slice(PATH.length);
    const schedule = this.#definitions.find(({ functionArn }) => this.#functions.find(functionArn)?.key === name);
    if (!schedule) return sendText(response, 404, 'There is no such schedule');
    if (this.#running.has(schedule)) return sendText(response, 409, `${name} is running`);
    this.#running.add(schedule);
    try {
      const event = JSON.stringify(this.#event(schedule));
      const { payload, functionError } = await this.#functions.invoke(schedule.functionArn, event);
      const failed = functionError === undefined ? {} : { 'X-Amz-Function-Error': functionError };
      response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...failed });
      response.end(payload);
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
