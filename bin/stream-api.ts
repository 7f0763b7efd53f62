import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { AccountLoggingStack } from '../lib/api/account-logging-stack.ts';
import { bundleFunctions } from '../lib/bundling/function-bundles.ts';
import { EdgeStack } from '../lib/edge/edge-stack.ts';
import { declareSamVariables } from '../lib/functions/sam-variables.ts';
import { loadStageSettings, StageSettingsError } from '../lib/stage/load-stage.ts';
import { StreamApiStack } from '../lib/stream-api-stack.ts';
import { consolePage } from './console-page.ts';

const app = new App({ analyticsReporting: false });
const stage = String(app.node.tryGetContext('stage') ?? 'dev');
const architecture = app.node.tryGetContext('architecture');

try {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const settings = loadStageSettings(stage, architecture === undefined ? {} : { architecture });
  const api = new StreamApiStack(app, `StreamApi-${stage}`, { settings, bundles: await bundleFunctions() });
  // `-c sam=true`: for `sam local invoke`, never for a deployment.
  if (app.node.tryGetContext('sam') === 'true') declareSamVariables(api);
  if (settings.edge) {
    const { edge } = settings;
    const page = await consolePage(edge, join(app.outdir, 'console'));
    new EdgeStack(app, `StreamApi-${stage}-edge`, { settings, edge, consolePage: page }).addStackDependency(api);
  }
  // `-c account-logging=true`: once for an account and region, not for each stage.
  if (app.node.tryGetContext('account-logging') === 'true') new AccountLoggingStack(app, 'StreamApi-account-logging');
} catch (error) {
  if (!(error instanceof StageSettingsError)) throw error;
  console.error(error.message);
  process.exit(1);
}
