import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const room = import.meta.dirname;
const client = join(room, '..', 'client', 'src');

export interface ConsoleBuildOptions {
  /** Whether the local stack serves the page, which then has the features of that stack. */
  readonly local: boolean;
}

/**
 * Builds the console page: static files with relative links, which any path of any host can serve. The page uses the
 * API of the host that serves it.
 *
 * @param outdir the folder, which is replaced
 */
export async function buildConsole(outdir: string, { local }: ConsoleBuildOptions): Promise<void> {
  await rm(outdir, { recursive: true, force: true });
  await mkdir(join(outdir, 'assets'), { recursive: true });
  await Promise.all([
    build({
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
      define: { 'process.env.NODE_ENV': '"production"', LOCAL_STACK: String(local) },
      logLevel: 'warning',
    }),
    cp(join(room, 'index.html'), join(outdir, 'index.html')),
    cp(join(room, 'mark.svg'), join(outdir, 'assets', 'mark.svg')),
    cp(join(room, '..', 'docs', 'openapi.json'), join(outdir, 'assets', 'openapi.json')),
  ]);
}

// `npm run build:console`, for a host in front of a deployed stage.
if (process.argv[1] === fileURLToPath(import.meta.url)) await buildConsole(join(room, 'dist'), { local: false });
