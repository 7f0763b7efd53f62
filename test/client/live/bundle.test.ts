import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { build } from 'esbuild';

const DIST = join(import.meta.dirname, '../../../client/dist');

/** The minified page code of the package as it is committed, without what it loads later. */
async function pageCode(contents: string): Promise<Buffer> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: join(DIST, 'esm') },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    plugins: [
      {
        name: 'loaded-later',
        setup: ({ onResolve }) =>
          onResolve({ filter: /./ }, ({ kind, path }) =>
            kind === 'dynamic-import' ? { path, external: true } : undefined,
          ),
      },
    ],
  });
  return Buffer.from(outputFiles[0]!.contents);
}

test('a page that never watches loads no code of it, and createStreamClient keeps its size', async () => {
  const code = await pageCode("export { createStreamClient } from './index.js'");
  expect(code.includes('WebSocket')).toBe(false);
  expect(gzipSync(code, { level: 9 }).length / 1024).toBeLessThan(5.8);
});

test('what the first watch loads is small, and in the package', async () => {
  const code = await pageCode("export * from './live.js'");
  expect(code.includes('WebSocket')).toBe(true);
  expect(gzipSync(code, { level: 9 }).length / 1024).toBeLessThan(2.5);
  for (const format of ['esm', 'cjs']) {
    const packed = await readFile(join(DIST, format, 'live.js'), 'utf8');
    expect(packed).toContain('WebSocket');
  }
});
