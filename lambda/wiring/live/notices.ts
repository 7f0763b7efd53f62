import type { Errand, Notice } from '../../live/events.ts';
import type { InvokeAsynchronously } from '../clients/lambda-invoker.ts';

/** Notifies those who watch, by the notify function. The first notice loads the client. */
export function noticesTo(notifyFunction: string): (notice: Notice | Errand, signal: AbortSignal) => Promise<void> {
  let invoke: InvokeAsynchronously | undefined;
  return async (notice, signal) => {
    invoke ??= (await import('../clients/lambda-invoker.ts')).createInvoker();
    await invoke(notifyFunction, notice, signal);
  };
}
