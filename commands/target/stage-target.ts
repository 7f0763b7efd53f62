/** Which stage a command is about. */
export type StageTarget =
  | { readonly stage: string }
  | { /** URL of a running local stack. */ readonly endpoint: string };
