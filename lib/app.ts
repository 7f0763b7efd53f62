import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { bundleFunctions } from './bundling/function-bundles.ts';
import type { FunctionBundles } from './bundling/functions.ts';
import type { ConsolePage } from './edge/console.ts';
import { declareSamVariables } from './functions/sam-variables.ts';
import type { EdgeSettings } from './stage/groups/edge.ts';
import { loadStageSettings, type StageOverrides } from './stage/load-stage.ts';
import { StreamApiStack } from './stream-api-stack.ts';

/**
 * Defaults that the `cdk` command passes to the app. An app that is made without that command gets them here, so that
 * its templates are the deployed ones.
 */
const CONTEXT: Record<string, unknown> = {
  ...JSON.parse(readFileSync(new URL('../cdk.json', import.meta.url), 'utf8')).context,
  'aws:cdk:enable-asset-metadata': true,
  'aws:cdk:enable-path-metadata': true,
};

/** An app without stacks. @param checks whether templates are checked by CloudFormation's rules, which takes seconds */
export function emptyApp({ outdir, checks = false }: Pick<AppOptions, 'outdir' | 'checks'> = {}): App {
  return new App({
    analyticsReporting: false,
    context: CONTEXT,
    ...(outdir !== undefined && { outdir }),
    ...(!checks && { builtinCloudFormationValidation: false }),
  });
}

export interface AppOptions {
  /** Without it, the one of the command line (`-c stage=prod`), else dev. */
  readonly stage?: string;
  /** Beside the architecture of the command line (`-c architecture=x86_64`). */
  readonly overrides?: StageOverrides;
  /** Without it, the one that the `cdk` command names. */
  readonly outdir?: string;
  /** Whether synthesis fails on findings of CloudFormation's rules and of cdk-nag. */
  readonly checks?: boolean;
  /** Without them, the functions are bundled. */
  readonly bundles?: FunctionBundles;
  /** Builds the console page of an edge into a folder. Without it, no edge serves the page. */
  readonly consolePage?: (edge: EdgeSettings, folder: string) => Promise<ConsolePage | undefined>;
  /** For `sam local invoke`, never for a deployment: also `-c sam=true`. */
  readonly sam?: boolean;
  /** The account's logging role: also `-c account-logging=true`. Once for an account and region, not for each stage. */
  readonly accountLogging?: boolean;
}

/**
 * The app of one stage: its API, and its edge where it has one.
 *
 * @example (await createApp({ stage: 'dev', outdir })).app.synth()
 * @throws StageSettingsError for an unknown stage or a bad setting
 */
export async function createApp(options: AppOptions = {}): Promise<{ app: App; api: StreamApiStack }> {
  const app = emptyApp(options);
  const asked = (name: string): string | undefined => app.node.tryGetContext(name);
  // What only some callers need is loaded when it is needed, to keep the local stack's start short.
  if (options.checks) Validations.of(app).addPlugins(new (await import('cdk-nag')).AwsSolutionsChecks(app));

  const stage = options.stage ?? String(asked('stage') ?? 'dev');
  const architecture = asked('architecture') as StageOverrides['architecture'];
  const settings = loadStageSettings(stage, { ...(architecture && { architecture }), ...options.overrides });
  const bundles = options.bundles ?? (await bundleFunctions());
  const api = new StreamApiStack(app, `StreamApi-${stage}`, { settings, bundles });
  if (options.sam ?? asked('sam') === 'true') declareSamVariables(api);
  if (settings.edge) {
    const { edge } = settings;
    const { EdgeStack } = await import('./edge/edge-stack.ts');
    const consolePage = await options.consolePage?.(edge, join(app.outdir, 'console'));
    new EdgeStack(app, `StreamApi-${stage}-edge`, { settings, edge, consolePage }).addStackDependency(api);
  }
  if (options.accountLogging ?? asked('account-logging') === 'true') {
    const { AccountLoggingStack } = await import('./api/account-logging-stack.ts');
    new AccountLoggingStack(app, 'StreamApi-account-logging');
  }
  return { app, api };
}
