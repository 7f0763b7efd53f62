import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Metafile } from 'esbuild';
import { bundleFunctions } from '../../../lib/bundling/function-bundles.ts';
import { FUNCTION_NAMES, type FunctionBundles } from '../../../lib/bundling/functions.ts';
import { STAND_INS } from '../../../lib/bundling/stand-ins.ts';
import { loadedAtStart, loadedCode, metafileOf } from '../../support/loaded-code.ts';

let outdir: string;
let bundles: FunctionBundles;
beforeAll(async () => {
  outdir = await mkdtemp(join(tmpdir(), 'bundled-'));
  bundles = await bundleFunctions({ outdir });
});
afterAll(() => rm(outdir, { recursive: true }));

const inputsOf = ({ outputs }: Metafile, paths: string[]): string[] =>
  paths.flatMap((path) => Object.keys(outputs[path]!.inputs));

function packagesIn(metafile: Metafile, paths: string[]): Set<string> {
  return new Set(
    inputsOf(metafile, paths).flatMap((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1] ?? []),
  );
}

describe.each(FUNCTION_NAMES)('the code of %s', (name) => {
  test('holds the AWS SDK and neither Zod nor a schema compiler', async () => {
    const metafile = await metafileOf(bundles[name]);
    const packages = packagesIn(metafile, Object.keys(metafile.outputs));
    expect([...packages].filter((each) => each.startsWith('@aws-sdk/client-'))).not.toEqual([]);
    expect(packages).not.toContain('zod');
    expect(packages).not.toContain('ajv');
  });
});

describe('what a cache hit loads of extract', () => {
  test('is at most 240 KiB', async () => {
    const { bytes } = await loadedCode(bundles.extract, 'extract');
    expect(bytes).toBeLessThanOrEqual(240 * 1024);
  });

  test('leaves out what only a miss, a refresh or a failure needs: manifest parsers, other clients, logger and metrics', async () => {
    const metafile = await metafileOf(bundles.extract);
    const atStart = packagesIn(metafile, loadedAtStart(metafile, 'extract'));
    const altogether = packagesIn(metafile, Object.keys(metafile.outputs));
    for (const onDemand of [
      'm3u8-parser',
      'fast-xml-parser',
      '@aws-sdk/client-secrets-manager',
      '@aws-sdk/client-lambda',
      '@aws-lambda-powertools/logger',
      '@aws-lambda-powertools/metrics',
    ]) {
      expect(altogether).toContain(onDemand);
      expect(atStart).not.toContain(onDemand);
    }
  });
});

test('cache, which only shows and purges, holds nothing of an extraction', async () => {
  const metafile = await metafileOf(bundles.cache);
  const inputs = inputsOf(metafile, Object.keys(metafile.outputs));
  const foreign =
    /m3u8-parser|fast-xml-parser|client-secrets-manager|http-client|wiring\/answer-from-providers|extraction-steps/;
  expect(inputs.filter((input) => foreign.test(input))).toEqual([]);
});

test.each(['extract', 'refresh', 'live', 'cache'] as const)(
  '%s has no client that posts to connections',
  async (name) => {
    const metafile = await metafileOf(bundles[name]);
    const inputs = inputsOf(metafile, Object.keys(metafile.outputs));
    expect(inputs.filter((input) => /apigatewaymanagementapi|lambda\/live\/(notifier|post-)/.test(input))).toEqual([]);
  },
);

test('a hit loads nothing of what notifies those who watch', async () => {
  const metafile = await metafileOf(bundles.extract);
  const inputs = inputsOf(metafile, loadedAtStart(metafile, 'extract'));
  expect(inputs.filter((input) => /(^|\/)lambda\/live\//.test(input))).toEqual([]);
});

describe('a module that is bundled alone', () => {
  test.each([
    ['extract', 'lambda-invoker', 'clients/'],
    ['extract', 'secret-reader', 'clients/'],
    ['canary', 'api-key-value', 'canary/'],
  ] as const)('of %s, %s, brings all that it needs with it', async (functionName, name, folder) => {
    const metafile = await metafileOf(bundles[functionName]);
    const path = loadedAtStart(metafile, name)[0]!;
    expect(metafile.outputs[path]!.imports.filter(({ external }) => !external)).toEqual([]);
    const inputs = inputsOf(metafile, [path]);
    for (const module of STAND_INS.flatMap(({ modules }) => modules))
      expect(inputs.filter((input) => module.test(input))).toHaveLength(1);
    // A class of ours would be another class than the one the function knows.
    expect(inputs.filter((input) => input.startsWith('lambda/'))).toEqual([`lambda/wiring/${folder}${name}.ts`]);
  });
});
