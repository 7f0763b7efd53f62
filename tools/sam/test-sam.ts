import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApp } from '../../lib/app.ts';
import { STAGES } from '../../lib/stage/stages.ts';
import { checkOrSkip, fieldTool } from '../field-tools.ts';
import { containerEngine } from './container-engine.ts';
import { buildLambdaImage, LAMBDA_IMAGE, SAM_IMAGE } from './lambda-image.ts';
import { NETWORK, resourcesOf, startApi, startTables, stopServices } from './services.ts';

// `npm run test:sam`: README's lines, then each function and sample event, through the AWS SAM CLI in a container.

const ROOT = join(import.meta.dirname, '..', '..');
/** The dev stage has none. */
const CANARY = STAGES.prod!.canary;
const INVOKE_TIMEOUT_MS = 120_000;
/** The template that README's synthesis writes. */
const README_TEMPLATE = 'cdk.out/StreamApi-dev.template.json';
const SOURCES_OF_550 = /"statusCode": ?200.*\\"sources\\":\[\{.*\\"tmdbId\\":\\"550\\"/;

/** Function, event, and what its answer must say. */
const CASES: readonly (readonly [fn: string, event: string, expected: RegExp])[] = [
  ['Extract', 'movie.json', SOURCES_OF_550],
  ['Extract', 'tv.json', /"statusCode": ?200.*\\"mediaType\\":\\"tv\\"/],
  ['Extract', 'invalid.json', /"statusCode": ?400.*Validation error/],
  ['Cache', 'cache/show.json', /"key":/],
  ['Refresh', 'refresh/movie.json', /"superseded"/],
  ['Canary', 'canary/scheduled.json', /"complaints": ?\[\], ?"cachedMs": ?\d/],
];

await checkOrSkip('sam local invoke', async () => {
  const sam = fieldTool('sam');
  const engine = await containerEngine();
  try {
    return await allCases(sam);
  } finally {
    stopServices();
    await engine.stop();
  }
});

async function allCases(sam: string): Promise<boolean> {
  const hadImage = spawnSync('docker', ['image', 'inspect', LAMBDA_IMAGE], { stdio: 'ignore' }).status === 0;
  if (!hadImage) buildLambdaImage();
  try {
    let passed = await readmeLines(sam);
    const path = await writeTemplate();
    await Promise.all([startTables(path), startApi()]);
    const resources = resourcesOf(path);
    for (const [fn, event, expected] of CASES) {
      const id = resources.find(
        ({ id, type }) => id.startsWith(`${fn}Function`) && type === 'AWS::Lambda::Function',
      )?.id;
      const words = ['--template', path, id ?? fn, '--event', join('test', 'events', event)];
      const options = ['--env-vars', join('tools', 'sam', 'env.json'), '--docker-network', NETWORK];
      passed = check(`${fn} ${event}`, sam, [...words, ...options, '--skip-pull-image'], expected) && passed;
    }
    return passed;
  } finally {
    // They have the public image's name, and must not be taken for it later.
    if (!hadImage) spawnSync('docker', ['rmi', '--force', SAM_IMAGE, LAMBDA_IMAGE], { stdio: 'ignore' });
  }
}

/** Runs the lines of README as they are. @throws Error when README has no such lines */
async function readmeLines(sam: string): Promise<boolean> {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const synthesis = /^npx (cdk synth .*-c sam=true.*)$/m.exec(readme)?.[1];
  const invocation = /^sam local invoke (.+)$/m.exec(readme)?.[1];
  if (synthesis === undefined || invocation === undefined) throw new Error('README.md has no lines for SAM');
  const { status, stderr } = spawnSync('npx', synthesis.split(' '), { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npx ${synthesis}: ${stderr}`);
  await startTables(join(ROOT, README_TEMPLATE));
  return check("README's line", sam, invocation.split(' '), SOURCES_OF_550);
}

/** The dev stage for this machine's processor, with a canary. */
async function writeTemplate(): Promise<string> {
  const { app, api } = await createApp({
    stage: 'dev',
    overrides: { architecture: 'x86_64', canary: CANARY },
    outdir: join(ROOT, 'cdk.out', 'sam'),
    sam: true,
  });
  return app.synth().getStackArtifact(api.artifactId).templateFullPath;
}

function check(what: string, sam: string, words: readonly string[], expected: RegExp): boolean {
  const { stdout, stderr } = spawnSync(sam, ['local', 'invoke', ...words], {
    cwd: ROOT,
    encoding: 'utf8',
    timeout: INVOKE_TIMEOUT_MS,
    env: {
      ...process.env,
      SAM_CLI_TELEMETRY: '0',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    },
  });
  const passed = expected.test(stdout);
  console.log(`${passed ? 'ok    ' : 'FAILED'} ${what}`);
  if (!passed) console.log(`${stdout.slice(0, 2000)}\n${stderr.slice(-2000)}`);
  return passed;
}
