import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const app = fileURLToPath(new URL('../../bin/stream-api.ts', import.meta.url));

let outdir: string;
beforeAll(async () => {
  outdir = await mkdtemp(join(tmpdir(), 'app-'));
});
afterAll(() => rm(outdir, { recursive: true }));

/** Runs the app as the CDK command does. */
function run(context: Record<string, string>): { status: number | null; stderr: string } {
  const { status, stderr } = spawnSync(process.execPath, [app], {
    encoding: 'utf8',
    env: { ...process.env, CDK_VALIDATION: 'false', CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(context) },
  });
  return { status, stderr };
}

describe('the CDK app', () => {
  test.each([
    [{ stage: 'qa' }, 'There is no stage "qa": choose one of dev, staging, prod.\n'],
    [{ architecture: 'mips' }, 'The settings of stage "dev" are wrong: architecture must be one of arm64, x86_64.\n'],
  ])('given %j says what is wrong in one sentence and fails', (context, sentence) => {
    expect(run(context)).toEqual({ status: 1, stderr: sentence });
  });

  test('makes one stack, named after its stage, for the architecture that was asked for', async () => {
    expect(run({ stage: 'prod', architecture: 'x86_64' }).status).toBe(0);
    const templates = (await readdir(outdir)).filter((file) => file.endsWith('.template.json'));
    expect(templates).toEqual(['StreamApi-prod.template.json']);
    expect(await readFile(join(outdir, templates[0]!), 'utf8')).toContain('"x86_64"');
  });
});
