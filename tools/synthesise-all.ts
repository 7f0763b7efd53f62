import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { consolePage } from '../bin/console-page.ts';
import { AccountLoggingStack } from '../lib/api/account-logging-stack.ts';
import type { FunctionBundles } from '../lib/bundling/functions.ts';
import { CDK_CONTEXT } from '../lib/cdk-context.ts';
import { EdgeStack } from '../lib/edge/edge-stack.ts';
import { loadStageSettings, type StageOverrides } from '../lib/stage/load-stage.ts';
import { STAGES } from '../lib/stage/stages.ts';
import { StreamApiStack } from '../lib/stream-api-stack.ts';

/** Everything that a stage may have and none has by default, so that its templates are checked too. */
const EVERYTHING: StageOverrides = {
  providers: [
    { type: 'http', name: 'own', url: 'https://extractor.example/extract', tokenSecret: 'extractor-token' },
    { type: 'catalogue', name: 'catalogue' },
  ],
  corsOrigins: ['https://www.example.com'],
  edge: {
    siteOrigin: 'https://origin.example.com',
    domain: 'www.example.com',
    certificate: 'arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f',
    plan: { rate: 500, burst: 1000 },
    floodLimit: 5000,
    console: '/stream-console',
  },
  accessLogs: true,
  monitoring: {
    pageTopicArn: 'arn:aws:sns:eu-west-1:111122223333:page',
    ticketTopicArn: 'arn:aws:sns:eu-west-1:111122223333:ticket',
  },
  reservedConcurrency: 100,
};

export interface SynthesisedApp {
  /** `dev` … or `everything`. */
  readonly name: string;
  readonly folder: string;
  readonly templates: readonly string[];
}

/**
 * Synthesises every stage, and one more with all that a stage may have, each checked by CDK's own validator with its
 * default rules and by cdk-nag.
 *
 * @throws Error naming the first findings, when a check has any
 */
export async function synthesiseAll(outdir: string, bundles: FunctionBundles): Promise<SynthesisedApp[]> {
  await rm(outdir, { recursive: true, force: true });
  const plain = Object.keys(STAGES).map((stage) => synthesiseApp(join(outdir, stage), stage, stage, {}, bundles));
  return Promise.all([...plain, synthesiseApp(join(outdir, 'everything'), 'everything', 'prod', EVERYTHING, bundles)]);
}

async function synthesiseApp(
  folder: string,
  name: string,
  stage: string,
  overrides: StageOverrides,
  bundles: FunctionBundles,
): Promise<SynthesisedApp> {
  const app = new App({
    analyticsReporting: false,
    outdir: folder,
    context: CDK_CONTEXT,
    postCliContext: { 'aws:cdk:enable-asset-metadata': true, 'aws:cdk:enable-path-metadata': true },
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const settings = loadStageSettings(stage, overrides);
  const api = new StreamApiStack(app, `StreamApi-${stage}`, { settings, bundles });
  if (settings.edge) {
    const { edge } = settings;
    const page = await consolePage(edge, join(app.outdir, 'console'));
    new EdgeStack(app, `StreamApi-${stage}-edge`, { settings, edge, consolePage: page }).addStackDependency(api);
  }
  if (settings.accessLogs) new AccountLoggingStack(app, 'StreamApi-account-logging');
  const { stacks } = app.synth();
  return { name, folder, templates: stacks.map(({ templateFullPath }) => templateFullPath) };
}
