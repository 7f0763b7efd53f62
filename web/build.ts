import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const room = import.meta.dirname;
const root = join(room, '..');
const client = join(root, 'client', 'src');
/** What the page is made of beside its modules. */
const FILES = ['web/build.ts', 'web/tsconfig.json', 'web/index.html', 'web/mark.svg', 'docs/openapi.json'];

export interface ConsoleBuildOptions {
  /** Whether the local stack serves the page, which then has the features of that stack. */
  readonly local: boolean;
}

/**
 * Builds the console page: static files with relative links, which any path of any host can serve. The page uses the
 * API of the host that serves it.
 *
 * @param outdir the folder, which is replaced
 * @returns the files that the page was made of, as paths in the project
 */
export async function buildConsole(outdir: string, { local }: ConsoleBuildOptions): Promise<string[]> {
  await rm(outdir, { recursive: true, force: true });
  await mkdir(join(outdir, 'assets'), { recursive: true });
  const [{ metafile }] = await Promise.all([
    build({
      absWorkingDir: root,
      // The reference's styles are a separate file, which only its tab loads.
      entryPoints: [join(room, 'src/main.tsx'), join(room, 'src/reference/reference.css')],
      entryNames: '[name]',
      outdir: join(outdir, 'assets'),
      tsconfig: join(room, 'tsconfig.json'),
      alias: {
        '@stream-api/client/player': join(client, 'play/player.ts'),
        '@stream-api/client/react': join(client, 'react/use-stream.ts'),
        '@stream-api/client': join(client, 'index.ts'),
      },
      bundle: true,
      splitting: true,
      format: 'esm',
      target: 'es2022',
      jsx: 'automatic',
      minify: true,
      legalComments: 'none',
      metafile: true,
      define: { 'process.env.NODE_ENV': '"production"', LOCAL_STACK: String(local) },
      logLevel: 'warning',
    }),
    cp(join(room, 'index.html'), join(outdir, 'index.html')),
    cp(join(room, 'mark.svg'), join(outdir, 'assets', 'mark.svg')),
    cp(join(root, 'docs', 'openapi.json'), join(outdir, 'assets', 'openapi.json')),
  ]);
  return [...FILES, ...Object.keys(metafile.inputs)];
}

// `npm run build:console`, for a host in front of a deployed stage.
if (process.argv[1] === fileURLToPath(import.meta.url)) await buildConsole(join(room, 'dist'), { local: false });
