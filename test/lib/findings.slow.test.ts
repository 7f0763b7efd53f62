import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type App, Stack, Validations } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import * as findings from '../../lib/accepted-findings.ts';
import { emptyApp } from '../../lib/app.ts';
import { FUNCTION_NAMES, type FunctionBundles } from '../../lib/bundling/functions.ts';
import { EdgeStack } from '../../lib/edge/edge-stack.ts';
import { loadStageSettings } from '../../lib/stage/load-stage.ts';
import { STAGES } from '../../lib/stage/stages.ts';
import { StreamApiStack } from '../../lib/stream-api-stack.ts';

const bare = fileURLToPath(new URL('./fixtures/bare-function', import.meta.url));
const bundles = Object.fromEntries(FUNCTION_NAMES.map((name) => [name, bare])) as FunctionBundles;
const edge = {
  siteOrigin: 'https://origin.example.com',
  plan: { rate: 1, burst: 1 },
  floodLimit: 5000,
  console: '/stream-console',
};
const mediaEdges = [
  { secret: 'media-key' },
  { secret: 'media-key', bucket: 'films' },
  { secret: 'media-key', origin: 'https://media.example.com/' },
];
const consolePage = { path: edge.console, folder: bare, headers: {} };

let outdir: string;
beforeAll(async () => {
  outdir = await mkdtemp(join(tmpdir(), 'findings-'));
});
afterAll(() => rm(outdir, { recursive: true }));

/** Synthesises with cdk-nag's AwsSolutions rules, which throw when they find what nobody has accepted. */
function checked(name: string, add: (app: App) => void): () => void {
  const app = emptyApp({ outdir: join(outdir, name) });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  add(app);
  return () => app.synth();
}

test.each(Object.keys(STAGES))('cdk-nag finds nothing in %s, with and without an edge, that has no reason', (stage) => {
  const keyed = { access: 'key', usagePlan: { rate: 1, burst: 1 } } as const;
  for (const settings of [loadStageSettings(stage), loadStageSettings(stage, { ...keyed, edge, accessLogs: true })]) {
    const synthesis = checked(`${stage}-${settings.edge ? 'edge' : 'plain'}`, (app) => {
      new StreamApiStack(app, `StreamApi-${stage}`, { settings, bundles });
      if (settings.edge) new EdgeStack(app, `StreamApi-${stage}-edge`, { settings, edge: settings.edge, consolePage });
    });
    expect(synthesis).not.toThrow();
  }
});

test.each(mediaEdges)('cdk-nag finds nothing in the media edge %j that has no reason', (mediaEdge) => {
  const sign = { type: 'path-hmac', secret: 'media-key', ttlSeconds: 14_400 } as const;
  const cdns = [{ name: 'main', match: 'https://films.example/', base: 'https://media.example/', scope: 1, sign }];
  const settings = loadStageSettings('dev', { mediaEdge, cdns });
  let stack: StreamApiStack;
  const synthesis = checked(`media-${JSON.stringify(mediaEdge).length}`, (app) => {
    stack = new StreamApiStack(app, 'StreamApi-dev', { settings, bundles });
  });
  expect(synthesis).not.toThrow();
  // A lone warning ends `cdk synth` with an error.
  expect(Annotations.fromStack(stack!).findWarning('*', Match.anyValue())).toEqual([]);
});

test('a finding that nobody has accepted fails the synthesis', () => {
  const synthesis = checked('bucket', (app) => new Bucket(new Stack(app, 'Stack'), 'Bucket'));
  expect(synthesis).toThrow('AwsSolutions-S1');
});

test('a region that was bootstrapped under another name has no findings either', () => {
  const settings = loadStageSettings('prod', { edge });
  const synthesis = checked('qualified', (app) => {
    app.node.setContext('@aws-cdk/core:bootstrapQualifier', 'ours');
    new EdgeStack(app, 'StreamApi-prod-edge', { settings, edge: settings.edge!, consolePage });
  });
  expect(synthesis).not.toThrow();
});

test('every accepted finding has a reason that is a sentence', () => {
  const tables = [
    ...Object.values(findings).filter((each) => typeof each === 'object'),
    findings.consoleUploadRole('us-east-1'),
  ];
  const reasons = tables.flatMap((table) => Object.values(table));
  expect(reasons.length).toBeGreaterThan(5);
  for (const reason of reasons) expect(reason).toMatch(/^[A-Z].{30,}\.$/);
});
