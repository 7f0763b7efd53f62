import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { HealthView } from '../../lambda/health/health-view.ts';
import { awsSettings } from '../target/aws-settings.ts';
import { stackOutput } from '../target/deployed-stack.ts';
import { describeLocalStack, LOCAL_CREDENTIALS } from '../target/local-stack.ts';

/** Where the health function is. */
export type HealthTarget =
  | { readonly stage: string }
  | { /** URL of a running local stack. */ readonly endpoint: string };

/** The health function and the client that reaches it. */
export interface HealthFunction {
  readonly client: LambdaClient;
  readonly name: string;
}

/** @throws Error in one sentence when the stage, or the local stack, does not exist or does not look at health */
export async function findHealthFunction(target: HealthTarget): Promise<HealthFunction> {
  // A run takes minutes: one that is repeated while it lasts would only be a second one.
  const once = { maxAttempts: 1 };
  if ('stage' in target) {
    const name = await stackOutput(target.stage, 'HealthFunctionName');
    return { client: new LambdaClient({ ...awsSettings(), ...once }), name };
  }
  const { endpoints, functions } = await describeLocalStack(target.endpoint);
  const name = (functions as { readonly health?: string } | undefined)?.health;
  if (name === undefined)
    throw new Error('The local stack does not look at health: start it without --set health=null');
  return { client: new LambdaClient({ endpoint: endpoints.lambda, ...LOCAL_CREDENTIALS, ...once }), name };
}

/** Shows what is known; `check` has a run first. @throws Error in one sentence when the function fails */
export async function healthOf(found: HealthFunction, action: 'show' | 'check'): Promise<HealthView> {
  if (action === 'check') await invoke(found, 'check');
  return (await invoke(found, 'show')) as HealthView;
}

async function invoke({ client, name }: HealthFunction, action: string): Promise<unknown> {
  const { Payload, FunctionError } = await client.send(
    new InvokeCommand({ FunctionName: name, Payload: JSON.stringify({ action }) }),
  );
  const answer = JSON.parse(Payload?.transformToString() || 'null') as { errorMessage?: string } | null;
  if (FunctionError) throw new Error(`${name} failed: ${answer?.errorMessage ?? FunctionError}`);
  return answer;
}
