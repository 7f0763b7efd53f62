import type { LambdaClient, LambdaClientConfig } from '@aws-sdk/client-lambda';
import { awsSettings } from './aws-settings.ts';
import { stackOutput } from './deployed-stack.ts';
import { describeLocalStack, LOCAL_CREDENTIALS } from './local-stack.ts';
import type { StageTarget } from './stage-target.ts';

/** A function that operators invoke, and the client that reaches it. */
export interface StageFunction {
  readonly client: LambdaClient;
  readonly name: string;
}

export interface FunctionPlace {
  /** By what a local stack calls it. */
  readonly key: string;
  /** The output of a deployed stack that has its name. */
  readonly output: string;
  /** What it means that a stack has no such output, and what to do; else the stack is taken for an older one. */
  readonly without?: string;
}

/**
 * A function of a stage; undefined where a local stack has none of this kind.
 * @throws Error in one sentence when the stage, or the local stack, does not exist
 */
export async function stageFunction(
  target: StageTarget,
  { key, output, without }: FunctionPlace,
  settings: Pick<LambdaClientConfig, 'maxAttempts'> = {},
): Promise<StageFunction | undefined> {
  const { LambdaClient } = await import('@aws-sdk/client-lambda');
  if ('stage' in target) {
    const name = await stackOutput(target.stage, output, without);
    return { client: new LambdaClient({ ...awsSettings(), ...settings }), name };
  }
  const { endpoints, functions } = await describeLocalStack(target.endpoint);
  const name = functions?.[key];
  if (name === undefined) return undefined;
  return { client: new LambdaClient({ endpoint: endpoints.lambda, ...LOCAL_CREDENTIALS, ...settings }), name };
}

/** @throws Error in one sentence when the function fails or the caller may not invoke it */
export async function invoke<T>({ client, name }: StageFunction, event: object): Promise<T> {
  const { InvokeCommand } = await import('@aws-sdk/client-lambda');
  const { Payload, FunctionError } = await client.send(
    new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event) }),
  );
  const answer = parsed(name, Payload?.transformToString() || 'null');
  if (FunctionError) throw new Error(`${name} failed: ${failureOf(answer) ?? FunctionError}`);
  return answer as T;
}

function parsed(name: string, payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch (error) {
    throw new Error(`${name} answered what is no JSON: is it of this stack?`, { cause: error });
  }
}

/** A function of an older version refuses a command that it does not know. */
function failureOf(answer: unknown): string | undefined {
  const message = (answer as { errorMessage?: string } | null)?.errorMessage;
  return message?.startsWith('Not a command') ? 'it is older than this command: deploy the stage first' : message;
}
