/** Every Lambda function of the stack: its entry is `lambda/functions/<name>.ts`, which exports `handler`. */
export const FUNCTIONS = ['extract', 'refresh', 'cache', 'canary'] as const;

export type FunctionName = (typeof FUNCTIONS)[number];

/** The folder that holds each function's deployable code. */
export type FunctionBundles = Readonly<Record<FunctionName, string>>;
