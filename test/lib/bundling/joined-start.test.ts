import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { bundleFunction } from '../../../lib/bundling/function-bundles.ts';
import { loadedAtStart, metafileOf } from '../../support/loaded-code.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stream-api-joined-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const MODULES = {
  'kind.ts': 'export class Kind extends Error {}\nexport let count = 0;\nexport const countUp = () => { count += 1; };',
  'both.ts': "import { countUp } from './kind.ts';\nexport const shared = () => { countUp(); return 'shared'; };",
  'first.ts':
    "import { Kind, count } from './kind.ts';\nexport const first = () => { throw new Kind(String(count)); };",
  'second.ts':
    "import { shared } from './both.ts';\nimport { Kind } from './kind.ts';\nexport const second = () => [shared(), new Kind('second')];",
  'entry.ts': `import { Kind, count } from './kind.ts';
    import { shared } from './both.ts';
    export const handler = async () => {
      shared();
      const [text, error] = (await import('./second.ts')).second();
      try {
        (await import('./first.ts')).first();
      } catch (thrown) {
        return { text, count, seen: thrown.message, isKind: [error, thrown].map((each) => each instanceof Kind) };
      }
    };`,
};

test('a function starts with one file, and shares its code with what is loaded on demand', async () => {
  for (const [name, text] of Object.entries(MODULES)) await writeFile(join(folder, name), text);
  const bundle = await bundleFunction(join(folder, 'entry.ts'), join(folder, 'out'));
  expect(loadedAtStart(await metafileOf(bundle), 'entry')).toHaveLength(1);
  const { handler } = createRequire(import.meta.url)(join(bundle, 'entry.js'));
  expect(await handler()).toEqual({ text: 'shared', count: 2, seen: '2', isKind: [true, true] });
});
