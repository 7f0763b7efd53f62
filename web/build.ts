import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const room = import.meta.dirname;
const client = join(room, '..', 'client', 'src');

export interface ConsoleBuildOptions {
  /** Whether the page is served by the local stack: it then offers what exists on this machine only. */
  readonly local: boolean;
}

/**
 * Builds the console page: a folder of static files with `index.html` at its top and relative links, so that any path
 * of any host can serve it. It asks the API of the host that serves it.
 * @param outdir is replaced
 */
export async function buildConsole(outdir: string, { local }: ConsoleBuildOptions): Promise<void> {
  await rm(outdir, { recursive: true, force: true });
  await mkdir(join(outdir, 'assets'), { recursive: true });
  await Promise.all([
    build({
      // The reference's styles by themselves: only the tab that needs them loads them.
      entryPoints: [join(room, 'src/main.tsx'), join(room, 'src/reference/reference.css')],
      entryNames: '[name]',
      outdir: join(outdir, 'assets'),
      tsconfig: join(room, 'tsconfig.json'),
      alias: {
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

// `npm run build:console`: for a host in front of a deployed stage.
if (process.argv[1] === fileURLToPath(import.meta.url)) await buildConsole(join(room, 'dist'), { local: false });
