interface MiddlewareStack {
  add(middleware: unknown, options: { step: string; name: string }): void;
}
type Next = (args: { request: { headers: Record<string, string> } }) => unknown;

/**
 * Stands in for the SDK's description of itself, built anew for each call. CloudTrail still tells whose calls they are.
 */
export const getUserAgentPlugin = () => ({
  applyToStack: (stack: MiddlewareStack) =>
    stack.add(
      (next: Next): Next =>
        (args) => {
          args.request.headers['user-agent'] = 'stream-api';
          return next(args);
        },
      { step: 'build', name: 'userAgent' },
    ),
});

/** Exported by the module that this stands in for; no client uses them. */
export const userAgentMiddleware = undefined;
export const getUserAgentMiddlewareOptions = undefined;
