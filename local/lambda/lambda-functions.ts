import { REGION } from '../template/intrinsics.ts';
import type { FunctionDefinition } from '../template/template.ts';
import { failure, type InvocationResult } from './container.ts';
import type { FunctionLog } from './function-log.ts';
import { FunctionRuntime } from './function-runtime.ts';

/** The endpoints that the AWS SDK in the functions uses. */
export interface ServiceEndpoints {
  readonly dynamodb: string;
  readonly lambda: string;
  readonly secretsManager: string;
  readonly apiGateway: string;
}

/** The functions of the template, by any name that Lambda's API takes. */
export class LambdaFunctions {
  readonly #runtimes = new Map<FunctionDefinition, FunctionRuntime>();

  /** @param containers of one function at the same time */
  constructor(
    functions: readonly FunctionDefinition[],
    endpoints: ServiceEndpoints,
    containers: number,
    log: FunctionLog,
  ) {
    for (const definition of functions) {
      const { name, arn, taskRoot, handler, timeoutMs } = definition;
      const image = { taskRoot, handler, timeoutMs, functionArn: arn, environment: environment(definition, endpoints) };
      this.#runtimes.set(definition, new FunctionRuntime(image, containers, (line) => log.write(name, line)));
    }
  }

  /** @param name key, logical id, name, `name:alias` or ARN */
  find(name: string): FunctionDefinition | undefined {
    const [, plain, qualifier] =
      /^(?:arn:aws:lambda:[^:]*:[^:]*:function:|[^:]*:function:)?([^:]+)(?::([^:]+))?$/.exec(name) ?? [];
    return [...this.#runtimes.keys()].find(
      (each) =>
        [each.name, each.logicalId, each.key].includes(plain ?? '') &&
        (qualifier === undefined || [...each.aliases, each.version, '$LATEST'].includes(qualifier)),
    );
  }

  /**
   * Runs one invocation. Never rejects: an unknown function is a failed result.
   * @param name any that {@link find} takes · @param payload JSON text · @param signal removes a queued invocation
   * @param requestId of an invocation that is tried again; without it a new one
   */
  async invoke(name: string, payload: string, signal?: AbortSignal, requestId?: string): Promise<InvocationResult> {
    const definition = this.find(name);
    if (!definition) return failure('ResourceNotFoundException', `Function not found: ${name}`);
    return this.#runtimes.get(definition)!.invoke(payload, signal, requestId);
  }

  /** Replaces the containers of one function, see {@link FunctionRuntime.renew}. */
  renew(name: string): void {
    const definition = this.find(name);
    if (definition) this.#runtimes.get(definition)!.renew();
  }

  /** Process ids of the containers of one function. */
  pids(name: string): number[] {
    const definition = this.find(name);
    return definition ? this.#runtimes.get(definition)!.pids : [];
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#runtimes.values()].map((runtime) => runtime.stop()));
  }
}

/** A container's environment as Lambda sets it (Developer Guide, "Defined runtime environment variables"). */
function environment(definition: FunctionDefinition, endpoints: ServiceEndpoints): Record<string, string> {
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    // Windows opens no socket without it.
    ...(process.env.SystemRoot === undefined ? {} : { SystemRoot: process.env.SystemRoot }),
    ...withOwnApi(definition.environment, endpoints.apiGateway),
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_VERSION: definition.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${definition.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    // The endpoints below take any credentials.
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_LAMBDA: endpoints.lambda,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoints.secretsManager,
    AWS_ENDPOINT_URL_API_GATEWAY: endpoints.apiGateway,
  };
}

/** Replaces the URL of the deployed API, which the canary visits, by the gateway of this machine. */
function withOwnApi(variables: FunctionDefinition['environment'], gateway: string): Record<string, string> {
  const deployed = /^https:\/\/[^/]+\.execute-api\.[^/]+\/[^/]+/;
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, value.replace(deployed, gateway)]));
}
