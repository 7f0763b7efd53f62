import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Metafile } from 'esbuild';
import { bundleFunctions } from '../../lib/function-bundles.ts';
import { FUNCTIONS, type FunctionBundles } from '../../lib/functions.ts';

let outdir: string;
let bundles: FunctionBundles;
beforeAll(async () => {
  outdir = await mkdtemp(join(tmpdir(), 'bundled-'));
  bundles = await bundleFunctions({ outdir });
});
afterAll(() => rm(outdir, { recursive: true }));

async function metafileOf(folder: string): Promise<Metafile> {
  return JSON.parse(await readFile(`${folder}.meta.json`, 'utf8'));
}

/** The bundle's files that are loaded as the function starts: the entry and all that it imports statically. */
function loadedAtStart({ outputs }: Metafile, name: string): string[] {
  const entry = Object.keys(outputs).find((path) => basename(path) === `${name}.js`)!;
  const loaded = new Set([entry]);
  for (const path of loaded) {
    const statics = outputs[path]!.imports.filter(({ kind, external }) => kind === 'import-statement' && !external);
    for (const each of statics) loaded.add(each.path);
  }
  return [...loaded];
}

function packagesIn({ outputs }: Metafile, paths: string[]): Set<string> {
  const inputs = paths.flatMap((path) => Object.keys(outputs[path]!.inputs));
  return new Set(inputs.flatMap((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1] ?? []));
}

describe.each(FUNCTIONS)('the code of %s', (name) => {
  test('holds the AWS SDK and neither Zod nor a schema compiler', async () => {
    const metafile = await metafileOf(bundles[name]);
    const packages = packagesIn(metafile, Object.keys(metafile.outputs));
    expect(packages).toContain(name === 'canary' ? '@aws-sdk/client-api-gateway' : '@aws-sdk/client-dynamodb');
    expect(packages).not.toContain('zod');
    expect(packages).not.toContain('ajv');
  });
});

describe('what a cache hit loads of extract', () => {
  test('is at most 300 KiB', async () => {
    const files = loadedAtStart(await metafileOf(bundles.extract), 'extract');
    const sizes = await Promise.all(files.map((path) => stat(join(bundles.extract, basename(path)))));
    const bytes = sizes.reduce((sum, { size }) => sum + size, 0);
    expect(bytes).toBeLessThanOrEqual(300 * 1024);
  });

  test('leaves out what only a miss needs: the manifest parsers and the secrets client', async () => {
    const metafile = await metafileOf(bundles.extract);
    const atStart = packagesIn(metafile, loadedAtStart(metafile, 'extract'));
    const altogether = packagesIn(metafile, Object.keys(metafile.outputs));
    for (const onDemand of ['m3u8-parser', 'fast-xml-parser', '@aws-sdk/client-secrets-manager']) {
      expect(altogether).toContain(onDemand);
      expect(atStart).not.toContain(onDemand);
    }
  });
});
