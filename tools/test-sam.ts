import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { App } from 'aws-cdk-lib';
import { CDK_CONTEXT } from '../lib/cdk-context.ts';
import { bundleFunctions } from '../lib/function-bundles.ts';
import { loadStageSettings } from '../lib/stage-settings.ts';
import { STAGES } from '../lib/stages.ts';
import { StreamApiStack } from '../lib/stream-api-stack.ts';
import { fieldTool, ToolUnavailableError } from './field-tools.ts';
import { containerEngine, docker } from './sam/container-engine.ts';
import { buildLambdaImage, LAMBDA_IMAGE, SAM_IMAGE } from './sam/lambda-image.ts';

// `npm run test:sam`: each function and sample event through the AWS SAM CLI, in a container, with tables in another.

const ROOT = join(import.meta.dirname, '..');
const NETWORK = 'stream-api-sam';
const TABLES = 'stream-api-sam-tables';
const API = 'stream-api-sam-api';
/** The dev stage has none; the stages that serve people do. */
const CANARY = STAGES.prod!.canary;
const INVOKE_TIMEOUT_MS = 120_000;

/** Function, event, and what its answer must say. */
const CASES: readonly (readonly [fn: string, event: string, expected: RegExp])[] = [
  ['Extract', 'movie.json', /"statusCode": ?200.*\\"tmdbId\\":\\"550\\"/],
  ['Extract', 'tv.json', /"statusCode": ?200.*\\"mediaType\\":\\"tv\\"/],
  ['Extract', 'invalid.json', /"statusCode": ?400.*Validation error/],
  ['Cache', 'cache/show.json', /"key":/],
  ['Refresh', 'refresh/movie.json', /"superseded"/],
  ['Canary', 'canary/scheduled.json', /"complaints": ?\[\], ?"cachedMs": ?\d/],
];

interface Template {
  readonly Resources: Record<
    string,
    { readonly Type: string; readonly Properties: { Environment?: { Variables: Record<string, unknown> } } }
  >;
}

try {
  const sam = fieldTool('sam');
  const engine = await containerEngine();
  try {
    if (!(await allCases(sam))) process.exitCode = 1;
  } finally {
    for (const args of [
      ['rm', '--force', TABLES, API],
      ['network', 'rm', NETWORK],
    ]) {
      spawnSync('docker', args, { stdio: 'ignore' });
    }
    await engine.stop();
  }
} catch (error) {
  if (error instanceof ToolUnavailableError) console.log(`SKIPPED sam local invoke: ${error.message}`);
  else {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}

async function allCases(sam: string): Promise<boolean> {
  const hadImage = spawnSync('docker', ['image', 'inspect', LAMBDA_IMAGE], { stdio: 'ignore' }).status === 0;
  if (!hadImage) buildLambdaImage();
  try {
    const { path, template } = await writeTemplate();
    docker('network', 'create', NETWORK);
    const tables = Object.keys(template.Resources).filter((id) => template.Resources[id]!.Type.includes('::Table'));
    // The catalogue's first. SAM takes the logical ids for the tables' names.
    tables.sort((a, b) => Number(b.startsWith('Catalogue')) - Number(a.startsWith('Catalogue')));
    await Promise.all([startService(TABLES, 'tables.ts', ...tables), startService(API, 'api.ts')]);
    let passed = true;
    for (const each of CASES) passed = check(sam, path, template, each) && passed;
    return passed;
  } finally {
    // They bear the public image's name: nobody shall mistake them for it later.
    if (!hadImage) spawnSync('docker', ['rmi', '--force', SAM_IMAGE, LAMBDA_IMAGE], { stdio: 'ignore' });
  }
}

/** The dev stage for this machine's processor. SAM sets no variable that the template does not name. */
async function writeTemplate(): Promise<{ path: string; template: Template }> {
  const outdir = join(ROOT, 'cdk.out', 'sam');
  process.env.CDK_VALIDATION = 'false';
  const app = new App({
    analyticsReporting: false,
    outdir,
    context: CDK_CONTEXT,
    postCliContext: { 'aws:cdk:enable-asset-metadata': true, 'aws:cdk:enable-path-metadata': true },
  });
  const settings = loadStageSettings('dev', { architecture: 'x86_64', canary: CANARY });
  const stack = new StreamApiStack(app, 'StreamApi-dev', { settings, bundles: await bundleFunctions() });
  const path = app.synth().getStackArtifact(stack.artifactId).templateFullPath;
  const template = JSON.parse(readFileSync(path, 'utf8')) as Template;
  for (const { Properties } of Object.values(template.Resources)) {
    const variables = Properties?.Environment?.Variables;
    if (variables) variables.AWS_ENDPOINT_URL_DYNAMODB = `http://${TABLES}:8000`;
    if (variables?.API_URL) variables.API_URL = `http://${API}:3000/api/stream/extract`;
  }
  writeFileSync(path, JSON.stringify(template));
  return { path, template };
}

/** A program of `tools/sam` in a container of its own, where the functions find it by its name. */
async function startService(name: string, program: string, ...args: readonly string[]): Promise<void> {
  const container = ['--detach', '--network', NETWORK, '--name', name, '--volume', `${ROOT}:/project:ro`];
  docker('run', ...container, LAMBDA_IMAGE, 'node', `/project/tools/sam/${program}`, ...args);
  for (let attempt = 0; !docker('logs', name).includes('ready'); attempt++) {
    if (attempt === 100) throw new Error(`${program} does not start: ${docker('logs', name)}`);
    await delay(200);
  }
}

function check(sam: string, path: string, { Resources }: Template, [fn, event, expected]: (typeof CASES)[number]) {
  const id = Object.keys(Resources).find(
    (each) => each.startsWith(`${fn}Function`) && Resources[each]!.Type === 'AWS::Lambda::Function',
  );
  const files = ['--template', path, '--event', join(ROOT, 'test', 'events', event)];
  const { stdout, stderr } = spawnSync(
    sam,
    ['local', 'invoke', id ?? fn, ...files, '--skip-pull-image', '--docker-network', NETWORK],
    {
      encoding: 'utf8',
      timeout: INVOKE_TIMEOUT_MS,
      env: {
        ...process.env,
        SAM_CLI_TELEMETRY: '0',
        AWS_DEFAULT_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
      },
    },
  );
  const passed = expected.test(stdout);
  console.log(`${passed ? 'ok    ' : 'FAILED'} ${fn} ${event}`);
  if (!passed) console.log(`${stdout.slice(0, 2000)}\n${stderr.slice(-2000)}`);
  return passed;
}
