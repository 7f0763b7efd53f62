import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { CacheCommand } from '../../contract/cache-command.ts';
import { awsSettings } from '../target/aws-settings.ts';
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

/**
 * The cache function of a stage; undefined where a local stack names none.
 * @throws Error in one sentence when the stage, or the local stack, does not exist
 */
export async function cacheFunctionOf(target: CacheTarget): Promise<CacheFunction | undefined> {
  if ('stage' in target) {
    return { client: new LambdaClient(awsSettings()), name: await stackOutput(target.stage, 'CacheFunctionName') };
  }
  const { endpoints, functions } = await describeLocalStack(target.endpoint);
  const client = new LambdaClient({ endpoint: endpoints.lambda, ...LOCAL_CREDENTIALS });
  return functions?.cache === undefined ? undefined : { client, name: functions.cache };
}

/** @throws Error in one sentence when there is none */
export async function findCacheFunction(target: CacheTarget): Promise<CacheFunction> {
  const found = await cacheFunctionOf(target);
  if (!found) throw new Error('The local stack has no cache function');
  return found;
}

/** @throws Error in one sentence when the function fails or the caller may not invoke it */
export async function invokeCache<T>({ client, name }: CacheFunction, command: CacheCommand): Promise<T> {
  const { Payload, FunctionError } = await client.send(
    new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(command) }),
  );
  const answer = parsed(name, Payload?.transformToString() || 'null');
  if (FunctionError) throw new Error(`${name} failed: ${failureOf(answer) ?? FunctionError}`);
  return answer as T;
}

function parsed(name: string, payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch (error) {
    throw new Error(`${name} answered what is no JSON: is it the cache function?`, { cause: error });
  }
}

/** A function of an older version refuses a command that it does not know. */
function failureOf(answer: unknown): string | undefined {
  const message = (answer as { errorMessage?: string } | null)?.errorMessage;
  return message?.startsWith('Not a command') ? 'it is older than this command: deploy the stage first' : message;
}
