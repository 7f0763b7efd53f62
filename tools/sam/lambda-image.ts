import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ToolUnavailableError } from '../field-tools.ts';
import { docker } from './container-engine.ts';

/** The name under which SAM looks for Lambda's own image. */
export const LAMBDA_IMAGE = 'public.ecr.aws/lambda/nodejs:24-x86_64';

/** The image that SAM builds from it. */
export const SAM_IMAGE = 'public.ecr.aws/lambda/nodejs:24-rapid-x86_64';

const ROOT = join(import.meta.dirname, '..', '..');
const TRANSPORT = join(ROOT, 'local', 'lambda', 'rapid-client.cjs');

/** SAM adds its emulator to the image with a shell and these. */
const COMMANDS = ['/bin/sh', '/bin/mv', '/bin/chmod'];

const BOOTSTRAP = `#!/bin/sh
exec /bin/node --require /var/runtime/rapid-client.cjs /var/runtime/node_modules/aws-lambda-ric/index.mjs "$_HANDLER"
`;

/**
 * Builds an image in the place of Lambda's public one, for where that cannot be pulled, from this machine's Node 24 and
 * AWS's runtime client.
 *
 * @throws ToolUnavailableError where this machine's programs do not run in a Linux container
 */
export function buildLambdaImage(): void {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new ToolUnavailableError('the image is made of the programs of a Linux machine with an x86-64 processor');
  }
  const rootfs = mkdtempSync(join(tmpdir(), 'stream-api-rootfs-'));
  try {
    for (const path of COMMANDS) copyProgram(path, join(rootfs, path));
    copyProgram(process.execPath, join(rootfs, 'bin', 'node'));
    const runtime = join(rootfs, 'var', 'runtime');
    const client = dirname(createRequire(import.meta.url).resolve('aws-lambda-ric'));
    cpSync(client, join(runtime, 'node_modules', 'aws-lambda-ric'), { recursive: true });
    cpSync(TRANSPORT, join(runtime, 'rapid-client.cjs'));
    writeFileSync(join(runtime, 'bootstrap'), BOOTSTRAP);
    chmodSync(join(runtime, 'bootstrap'), 0o755);
    mkdirSync(join(rootfs, 'var', 'task'));
    mkdirSync(join(rootfs, 'tmp'));
    chmodSync(rootfs, 0o755);
    const archive = join(rootfs, '..', `${rootfs.split('/').at(-1)}.tar`);
    execFileSync('tar', ['-C', rootfs, '-cf', archive, '.']);
    const environment = 'ENV PATH=/bin LAMBDA_TASK_ROOT=/var/task LAMBDA_RUNTIME_DIR=/var/runtime';
    docker('import', '--change', environment, '--change', 'WORKDIR /var/task', archive, LAMBDA_IMAGE);
    rmSync(archive);
  } finally {
    rmSync(rootfs, { recursive: true, force: true });
  }
}

/** A program, and the shared libraries that it asks for, each to its own path. */
function copyProgram(from: string, to: string): void {
  const rootfs = to.slice(0, to.indexOf('/bin/'));
  copy(from, to);
  for (const [library] of execFileSync('ldd', [from], { encoding: 'utf8' }).matchAll(/\/\S+/g)) {
    copy(library, join(rootfs, library));
  }
}

/** The target of a link, under the link's name. */
function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}
