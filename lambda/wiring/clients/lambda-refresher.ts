import type { Refresher } from '../../cache/extraction.ts';
import type { InvokeAsynchronously } from './lambda-invoker.ts';

/** Starts refreshes by invoking the refresh function asynchronously. The first refresh loads the client. */
export function lambdaRefresher(functionName: string): Refresher {
  let invoke: InvokeAsynchronously | undefined;
  return {
    start: async (content, token, signal) => {
      invoke ??= (await import('./lambda-invoker.ts')).createInvoker();
      await invoke(functionName, { content, token }, signal);
    },
  };
}
