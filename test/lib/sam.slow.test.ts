import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { emptyApp } from '../../lib/app.ts';
import { bundleFunctions } from '../../lib/bundling/function-bundles.ts';
import { FUNCTION_NAMES } from '../../lib/bundling/functions.ts';
import { loadStageSettings } from '../../lib/stage/load-stage.ts';
import { STAGES } from '../../lib/stage/stages.ts';
import { StreamApiStack } from '../../lib/stream-api-stack.ts';

interface FunctionResource {
  readonly Type: string;
  readonly Metadata: Record<string, string>;
  readonly Properties: { Handler: string; Environment: { Variables: Record<string, unknown> } };
}

let outdir: string;
beforeAll(async () => {
  outdir = await mkdtemp(join(tmpdir(), 'sam-'));
  const bundles = await bundleFunctions({ outdir: join(outdir, 'bundles') });
  const app = emptyApp({ outdir });
  for (const stage of Object.keys(STAGES)) {
    new StreamApiStack(app, `StreamApi-${stage}`, { settings: loadStageSettings(stage), bundles });
  }
  app.synth();
});
afterAll(() => rm(outdir, { recursive: true }));

function functionsOf(stage: string): FunctionResource[] {
  const template = JSON.parse(readFileSync(join(outdir, `StreamApi-${stage}.template.json`), 'utf8'));
  const resources = Object.values(template.Resources as Record<string, FunctionResource>);
  return resources.filter(({ Type }) => Type === 'AWS::Lambda::Function');
}

describe.each(Object.keys(STAGES))('for `sam local invoke`, each function of %s', (stage) => {
  test('says where its code is', () => {
    const functions = functionsOf(stage);
    const settings = loadStageSettings(stage);
    const isThere = (name: string) => {
      const group = { notify: 'live', 'usage-report': 'usage' }[name] ?? name;
      const isGroup = ['canary', 'health', 'live', 'preferences', 'usage'].includes(group);
      return !isGroup || settings[group as 'live'];
    };
    expect(functions).toHaveLength(FUNCTION_NAMES.filter(isThere).length);
    for (const { Metadata } of functions) {
      expect(Metadata).toMatchObject({
        'aws:asset:property': 'Code',
        'aws:asset:path': expect.stringMatching(/^asset\./),
        'aws:cdk:path': expect.stringMatching(new RegExp(`^StreamApi-${stage}/`)),
      });
    }
  });

  test('has a handler there that Node can require', () => {
    for (const { Metadata, Properties } of functionsOf(stage)) {
      const [file, exported] = Properties.Handler.split('.') as [string, string];
      const path = join(outdir, Metadata['aws:asset:path']!, `${file}.js`);
      const code = `console.log(typeof require(${JSON.stringify(path)})[${JSON.stringify(exported)}])`;
      const variables = Object.entries(Properties.Environment.Variables).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : 'https://resolved-by-cloudformation',
      ]);
      const env = { ...Object.fromEntries(variables), AWS_REGION: 'eu-west-1' };
      expect(execFileSync(process.execPath, ['-e', code], { encoding: 'utf8', env }).trim()).toBe('function');
    }
  });
});
