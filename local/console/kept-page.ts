import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KeptBundles } from '../../lib/bundling/kept-bundles.ts';
import { buildConsole } from '../../web/build.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGES_FOLDER = join(ROOT, 'cdk.out', 'console');

/**
 * The folder of the console page as the local stack serves it. It is built again only when something has changed that
 * it is made of: building it takes as long as the rest of a start.
 *
 * @param pages the folder in which pages are kept
 * @throws the bundler's error, when the page cannot be built
 */
export async function keptPage(pages = PAGES_FOLDER): Promise<string> {
  return new KeptBundles(pages, ROOT, 'local').get('page', async () => {
    await mkdir(pages, { recursive: true });
    // Each build has its own folder: stacks may start at the same time.
    const folder = await mkdtemp(join(pages, 'page-'));
    const files = await buildConsole(folder, { local: true });
    const inputs = Object.fromEntries(files.map((file) => [file, {}]));
    await writeFile(`${folder}.meta.json`, JSON.stringify({ inputs }));
    return folder;
  });
}
