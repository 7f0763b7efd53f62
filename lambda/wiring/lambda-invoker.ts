import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';

export type InvokeAsynchronously = (functionName: string, event: unknown, signal: AbortSignal) => Promise<void>;

/**
 * Calls of other functions that do not wait for their answer. A call may arrive twice: one whose connection died while
 * the container was frozen is repeated. Bundled apart from everything else.
 */
export function createInvoker(): InvokeAsynchronously {
  const client = new LambdaClient({ maxAttempts: 2 });
  return async (functionName, event, signal) => {
    const Payload = JSON.stringify(event);
    const command = new InvokeCommand({ FunctionName: functionName, InvocationType: 'Event', Payload });
    await client.send(command, { abortSignal: signal });
  };
}
