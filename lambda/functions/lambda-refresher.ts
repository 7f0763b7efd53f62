import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Refresher } from '../cache/origin.ts';

/** Starts refreshes by invoking the refresh function asynchronously. */
export function createLambdaRefresher(functionName: string): Refresher {
  const client = new LambdaClient({ maxAttempts: 1 });
  return {
    start: async (content, token, signal) => {
      const Payload = JSON.stringify({ content, token });
      await client.send(new InvokeCommand({ FunctionName: functionName, InvocationType: 'Event', Payload }), {
        abortSignal: signal,
      });
    },
  };
}
