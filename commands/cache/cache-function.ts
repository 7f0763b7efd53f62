import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { CacheCommand } from '../../contract/cache-command.ts';
import { stackOutput } from '../target/deployed-stack.ts';
import { describeLocalStack, LOCAL_CREDENTIALS } from '../target/local-stack.ts';

/** The cache function and the client that reaches it. */
export interface CacheFunction {
  readonly client: LambdaClient;
  readonly name: string;
}

/** Where the cache is. */
export type CacheTarget =
  | { readonly stage: string }
  | { /** URL of a running local stack. */ readonly endpoint: string };

/** @throws Error in one sentence when the stage, or the local stack, does not exist */
export async function findCacheFunction(target: CacheTarget): Promise<CacheFunction> {
  if ('stage' in target)
    return { client: new LambdaClient(), name: await stackOutput(target.stage, 'CacheFunctionName') };
  const { endpoints, functions } = await describeLocalStack(target.endpoint);
  return { client: new LambdaClient({ endpoint: endpoints.lambda, ...LOCAL_CREDENTIALS }), name: functions.cache };
}

/** @throws Error in one sentence when the function fails or the caller may not invoke it */
export async function invokeCache<T>({ client, name }: CacheFunction, command: CacheCommand): Promise<T> {
  const { Payload, FunctionError } = await client.send(
    new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(command) }),
  );
  const answer = JSON.parse(Payload?.transformToString() || 'null');
  if (FunctionError) throw new Error(`${name} failed: ${answer?.errorMessage ?? FunctionError}`);
  return answer as T;
}
