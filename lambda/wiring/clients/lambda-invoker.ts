import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';

export type InvokeAsynchronously = (functionName: string, event: unknown, signal: AbortSignal) => Promise<void>;

/**
 * Invokes functions without waiting for their result. An invocation may arrive twice: it is retried when its connection
 * was lost while the container was frozen. Bundled alone.
 */
export function createInvoker(): InvokeAsynchronously {
  const client = new LambdaClient({ maxAttempts: 2 });
  return async (functionName, event, signal) => {
    const Payload = JSON.stringify(event);
    const command = new InvokeCommand({ FunctionName: functionName, InvocationType: 'Event', Payload });
    await client.send(command, { abortSignal: signal });
  };
}
