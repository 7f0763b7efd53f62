import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { costDocument } from './cost/cost-document.ts';
import { environmentRuleModules } from './environment-rules.ts';
import { errorReference } from './error-reference.ts';
import { liveDocument } from './live-document.ts';
import { openApiDocument } from './openapi/openapi.ts';
import { providerOpenApi, providerSchema } from './openapi/provider-openapi.ts';
import { sampleAnswers } from './openapi/sample-answers.ts';
import { validatorModules } from './validators.ts';
import { versionModule } from './version-module.ts';

/** Everything that `npm run generate` derives from the contract: path in the project → text. */
export async function generatedFiles(): Promise<Map<string, string>> {
  const files = new Map([...(await validatorModules()), ...environmentRuleModules(), ...(await versionModule())]);
  files.set('docs/openapi.json', `${JSON.stringify(openApiDocument(await sampleAnswers()), null, 2)}\n`);
  files.set('docs/provider.schema.json', `${JSON.stringify(providerSchema(), null, 2)}\n`);
  files.set('docs/provider.openapi.json', `${JSON.stringify(providerOpenApi(), null, 2)}\n`);
  files.set('docs/errors.md', errorReference());
  files.set('docs/cost.md', costDocument());
  files.set('docs/live.md', liveDocument());
  return files;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = join(dirname(fileURLToPath(import.meta.url)), '..');
  await rm(join(root, 'contract/generated'), { recursive: true, force: true });
  for (const [path, text] of await generatedFiles()) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
    console.log(`wrote ${path}`);
  }
}
