import { basename } from 'node:path';
import { type BuildOptions, build, type Metafile, type OutputFile, type Plugin } from 'esbuild';

/** The name under which the joined file exports what a chunk exported. */
const partName = (index: number): string => `part${index}`;

/** The paths of an entry's output and of all that it imports statically, the entry first. */
export function loadedWith({ outputs }: Metafile, entry: string): string[] {
  const loaded = new Set([entry]);
  for (const path of loaded) {
    const statics = outputs[path]!.imports.filter(({ kind, external }) => kind === 'import-statement' && !external);
    for (const each of statics) loaded.add(each.path);
  }
  return [...loaded];
}

export interface JoinedStart {
  /** CommonJS of the entry with all that it imports statically. */
  readonly text: string;
  /** Replaces `require('./chunk.js')` of a joined chunk, in the text of a file that is loaded on demand. */
  readonly redirected: (text: string) => string;
  /** The joined files are one in it, under the entry's path. */
  readonly metafile: Metafile;
}

/**
 * Joins the files that a function loads as it starts. The bundler makes a file for every set of on-demand modules that
 * share code with the entry, and each file has its own wrapping, which is read at every start. What is loaded on demand
 * gets the shared code from the joined file, so that a class is the same class on either side.
 */
export async function joinedStart(
  { outputFiles, metafile }: { readonly outputFiles: readonly OutputFile[]; readonly metafile: Metafile },
  entry: string,
  options: BuildOptions,
): Promise<JoinedStart> {
  const [main, ...chunks] = loadedWith(metafile, entry).map((path) => basename(path)) as [string, ...string[]];
  const texts = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
  const contents = [
    `export * from './${main}';`,
    ...chunks.map((chunk, index) => `export * as ${partName(index)} from './${chunk}';`),
  ].join('\n');
  const { outputFiles: joined } = await build({
    ...options,
    format: 'cjs',
    stdin: { contents, resolveDir: '/' },
    plugins: [inMemory(texts, new Set([main, ...chunks]))],
    metafile: false,
    write: false,
  });
  const parts = new Map(chunks.map((chunk, index) => [chunk, partName(index)]));
  return {
    text: joined![0]!.text,
    redirected: (text) =>
      text.replace(/require\("\.\/([\w.-]+)"\)/g, (call, file: string) =>
        parts.has(file) ? `require("./${main}").${parts.get(file)}` : call,
      ),
    metafile: withOneStart(metafile, entry, joined![0]!.contents.byteLength),
  };
}

/** Serves the bundler's own output; what is loaded on demand stays outside. */
const inMemory = (texts: ReadonlyMap<string, string>, joined: ReadonlySet<string>): Plugin => ({
  name: 'joined start',
  setup({ onResolve, onLoad }) {
    // Everything else is Node's, or is never reached.
    onResolve({ filter: /.*/ }, ({ path }) =>
      joined.has(basename(path)) ? { path: basename(path), namespace: 'joined' } : { path, external: true },
    );
    onLoad({ filter: /.*/, namespace: 'joined' }, ({ path }) => ({ contents: texts.get(path)!, loader: 'js' }));
  },
});

function withOneStart(metafile: Metafile, entry: string, bytes: number): Metafile {
  const loaded = loadedWith(metafile, entry);
  const outputs = Object.fromEntries(Object.entries(metafile.outputs).filter(([path]) => !loaded.includes(path)));
  const joined = loaded.map((path) => metafile.outputs[path]!);
  const inside = new Set(loaded);
  outputs[entry] = {
    ...metafile.outputs[entry]!,
    bytes,
    inputs: Object.assign({}, ...joined.map(({ inputs }) => inputs)),
    imports: joined.flatMap(({ imports }) => imports).filter(({ path }) => !inside.has(path)),
  };
  for (const output of Object.values(outputs)) {
    output.imports = output.imports.map((each) => (inside.has(each.path) ? { ...each, path: entry } : each));
  }
  return { ...metafile, outputs };
}
