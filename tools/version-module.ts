import { readFile } from 'node:fs/promises';

/** Path in the project → text: the version of package.json, which the functions cannot read. */
export async function versionModule(): Promise<Map<string, string>> {
  const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
  const origin = '// Generated from package.json by `npm run generate`.';
  return new Map([
    ['contract/generated/version.js', `${origin}\nexport const VERSION = '${version}';\n`],
    ['contract/generated/version.d.ts', `${origin}\nexport declare const VERSION: string;\n`],
  ]);
}
