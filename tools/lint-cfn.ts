import { spawnSync } from 'node:child_process';
import { join, relative } from 'node:path';
import { bundleFunctions } from '../lib/bundling/function-bundles.ts';
import { checkOrSkip, fieldTool } from './field-tools.ts';
import { synthesiseAll } from './synthesise-all.ts';

// `npm run lint:cfn`: checks every possible template with CDK's validator, cdk-nag and cfn-lint.

const ROOT = join(import.meta.dirname, '..');

await checkOrSkip('cfn-lint', async () => {
  const apps = await synthesiseAll(join(ROOT, 'cdk.out', 'all'), await bundleFunctions());
  const templates = apps.flatMap((app) => app.templates).map((path) => relative(ROOT, path));
  console.log(`CDK's default rules and cdk-nag: ${templates.length} templates without findings`);
  const { status } = spawnSync(fieldTool('cfn-lint'), templates, { cwd: ROOT, stdio: 'inherit' });
  if (status === 0) console.log(`cfn-lint: ${templates.length} templates without findings`);
  return status === 0;
});
