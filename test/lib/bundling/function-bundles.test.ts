import { execFileSync } from 'node:child_process';
import { mkdtemp, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bundleFunction } from '../../../lib/bundling/function-bundles.ts';

const entry = fileURLToPath(new URL('../fixtures/split-function/entry.ts', import.meta.url));

let outdir: string;
let folder: string;
beforeAll(async () => {
  outdir = await mkdtemp(join(tmpdir(), 'bundles-'));
  folder = await bundleFunction(entry, outdir);
});
afterAll(() => rm(outdir, { recursive: true }));

/** Runs code in a separate Node process, with `entry` required from the bundle. */
function inNode(code: string): string {
  const required = `const entry = require(${JSON.stringify(join(folder, 'entry.js'))}); ${code}`;
  return execFileSync(process.execPath, ['-e', required], { encoding: 'utf8' }).trim();
}

describe('a bundled function', () => {
  test('is required as CommonJS, although the project around it is made of ES modules', () => {
    expect(inNode('console.log(typeof entry.handler)')).toBe('function');
  });

  test('keeps what is imported on demand in a file that is loaded only then', async () => {
    expect(await readFile(join(folder, 'entry.js'), 'utf8')).not.toContain('only-on-demand');
    const loaded = inNode(`
      const onDemand = () => Object.keys(require.cache).filter((file) => file.includes('on-demand')).length;
      const before = onDemand();
      entry.handler('x').then(() => console.log(before, onDemand()))`);
    expect(loaded).toBe('0 1');
  });

  test('shares one copy of a class between what is loaded at once and what is loaded on demand', () => {
    expect(inNode(`entry.handler('/a/b').then(console.log)`)).toBe('b 504 only-on-demand');
  });

  test('is the same folder when it is bundled again, also by two at once', async () => {
    const before = await readdir(outdir);
    expect(await Promise.all([bundleFunction(entry, outdir), bundleFunction(entry, outdir)])).toEqual([folder, folder]);
    expect(await readdir(outdir)).toEqual(before);
    expect(before.sort()).toEqual([basename(folder), `${basename(folder)}.meta.json`]);
  });

  test('leaves its metafile whole while another process reads it: the new one takes its place at once', async () => {
    const metafile = `${folder}.meta.json`;
    const reader = await open(metafile);
    await bundleFunction(entry, outdir);
    expect((await reader.stat()).ino).not.toBe((await stat(metafile)).ino);
    expect(JSON.parse(await reader.readFile('utf8'))).toHaveProperty('inputs');
    await reader.close();
  });

  test('is the same folder wherever it is written', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'bundles-'));
    const again = await Promise.all([bundleFunction(entry, elsewhere), bundleFunction(entry, elsewhere)]);
    expect(again.map((each) => basename(each))).toEqual([basename(folder), basename(folder)]);
    await rm(elsewhere, { recursive: true });
  });
});
