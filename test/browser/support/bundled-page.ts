import { build } from 'esbuild';

/** The script of a page, with all that it imports, for a `<script>` tag. @param folder where its paths begin */
export async function bundledPage(contents: string, folder: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folder, loader: 'js' },
    bundle: true,
    write: false,
    format: 'iife',
  });
  return outputFiles[0]!.text;
}
