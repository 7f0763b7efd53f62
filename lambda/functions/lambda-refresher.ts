import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { Refresher } from '../cache/origin.ts';

/** Starts refreshes by invoking the refresh function asynchronously. Its client is loaded when the first is due. */
export function lambdaRefresher(functionName: string): Refresher {
  let client: LambdaClient | undefined;
  return {
    start: async (content, token, signal) => {
      const { InvokeCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
      client ??= new LambdaClient({ maxAttempts: 1 });
      const Payload = JSON.stringify({ content, token });
      const command = new InvokeCommand({ FunctionName: functionName, InvocationType: 'Event', Payload });
      await client.send(command, { abortSignal: signal });
    },
  };
}
