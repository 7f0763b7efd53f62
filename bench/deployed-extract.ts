import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { bundleFunction } from '../lib/bundling/function-bundles.ts';

const LAMBDA = join(import.meta.dirname, '..', 'lambda');

/** Builds one module of the function from other code. The build fails when the function does not load that module. */
export const replaced = (path: string, contents: string): Plugin => ({
  name: `replaced: ${path}`,
  setup: ({ onLoad, onEnd }) => {
    let isMet = false;
    onLoad({ filter: /\.ts$/ }, (file) => {
      if (file.path !== join(LAMBDA, path)) return undefined;
      isMet = true;
      return { contents, loader: 'ts', resolveDir: import.meta.dirname };
    });
    onEnd(() => (isMet ? {} : { errors: [{ text: `The extract function no longer loads lambda/${path}` }] }));
  },
});

const TABLES_IN_MEMORY = [
  replaced('wiring/clients/table-client.ts', "export { createTableClient } from './handlers/table-stub.ts';"),
  replaced('limits/counter-table.ts', 'export class CounterTable { add = async () => 1; }'),
];

/**
 * Bundles the extract function as it is deployed, except that its tables answer from memory.
 *
 * @returns the path of the bundle's main file
 */
export async function bundleExtract(outdir: string, plugins: readonly Plugin[] = []): Promise<string> {
  const entry = join(LAMBDA, 'functions', 'extract.ts');
  return join(await bundleFunction(entry, outdir, [...TABLES_IN_MEMORY, ...plugins]), 'extract.js');
}
