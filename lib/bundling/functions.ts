import type { z } from 'zod';
import {
  canaryEnvironment,
  extractEnvironment,
  healthEnvironment,
  liveEnvironment,
  notifyEnvironment,
  operatorEnvironment,
  preferencesEnvironment,
  refreshEnvironment,
  usageEnvironment,
  usageReportEnvironment,
} from '../../lambda/wiring/environment.ts';

export interface FunctionRegistration {
  /** Path in the project of the module that exports `handler`. */
  readonly entry: string;
  /** Types and checks the variables that its construct sets; the rules that its start checks are generated from it. */
  readonly environment: z.ZodType<Record<string, string>>;
}

/** Every Lambda function of the stack. The bundler, the generator and the constructs know functions from here only. */
export const FUNCTIONS = {
  extract: { entry: 'lambda/functions/extract.ts', environment: extractEnvironment },
  refresh: { entry: 'lambda/functions/refresh.ts', environment: refreshEnvironment },
  cache: { entry: 'lambda/functions/cache.ts', environment: operatorEnvironment },
  canary: { entry: 'lambda/functions/canary.ts', environment: canaryEnvironment },
  health: { entry: 'lambda/functions/health.ts', environment: healthEnvironment },
  live: { entry: 'lambda/functions/live.ts', environment: liveEnvironment },
  notify: { entry: 'lambda/functions/notify.ts', environment: notifyEnvironment },
  preferences: { entry: 'lambda/functions/preferences.ts', environment: preferencesEnvironment },
  usage: { entry: 'lambda/functions/usage.ts', environment: usageEnvironment },
  'usage-report': { entry: 'lambda/functions/usage-report.ts', environment: usageReportEnvironment },
} as const satisfies Record<string, FunctionRegistration>;

export type FunctionName = keyof typeof FUNCTIONS;

export const FUNCTION_NAMES = Object.keys(FUNCTIONS) as FunctionName[];

/** The variables of a function, as its construct sets them. */
export type EnvironmentOf<Name extends FunctionName> = z.input<(typeof FUNCTIONS)[Name]['environment']>;

/** The folder that holds each function's deployable code. */
export type FunctionBundles = Readonly<Record<FunctionName, string>>;
