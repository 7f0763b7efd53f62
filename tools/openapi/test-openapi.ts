import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStack } from '../../local/stack.ts';
import { checkOrSkip, fieldTool } from '../field-tools.ts';

// `npm run test:openapi`: checks the running stack against docs/openapi.json, with all checks of Schemathesis.

const ROOT = join(import.meta.dirname, '..', '..');
const DOCUMENT = join(ROOT, 'docs', 'openapi.json');
/** Accepts what OpenAPI cannot express, and explains it. */
const HOOKS = join(import.meta.dirname, 'schemathesis_hooks.py');

/** One without a key, and one that asks for one. */
const STAGES = ['dev', 'prod'];
/** Requests of each operation that are generated at random, beside those for every rule of the document. */
const EXAMPLES = 300;

/** A provider that has every other title, with everything that an answer may hold. */
async function startProvider() {
  const server = createServer((request, response) => {
    const id = new URL(request.url ?? '/', 'http://provider').searchParams.get('tmdbId') ?? '';
    if (Number(id) % 2 === 1) return response.writeHead(404).end();
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    response.end(
      JSON.stringify({
        sources: [
          {
            url: `https://media.example/${id}/1080p.mp4`,
            width: 1920,
            height: 1080,
            bandwidth: 5e6,
            codecs: 'avc1.640028',
          },
          { url: `https://media.example/${id}/720p.webm`, label: 'Second host', frameRate: 23.976, expiresAt },
        ],
        subtitles: [{ url: `https://media.example/${id}/en.forced.vtt`, label: 'English (forced)', language: 'en' }],
        poster: `https://media.example/${id}.jpg`,
        duration: 5400,
      }),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    stop: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}

async function conforms(schemathesis: string, stage: string, folder: string, providerUrl: string): Promise<boolean> {
  const stack = await startStack({
    port: 0,
    stage,
    providerUrls: [providerUrl],
    containers: 4,
    dataDir: join(folder, stage),
    trustedOrigins: [],
    // The document has the routes of what a stage may have.
    settings: ['usage={}', 'live={}'],
    // The check is of each response, not of their number.
    rateLimit: 999_999_999,
  });
  try {
    const [key] = stack.apiKeys.values();
    const args = ['run', DOCUMENT, '--url', stack.url, '--checks', 'all', '--continue-on-failure', '--no-color'];
    const amount = ['--max-examples', String(EXAMPLES), '--generation-deterministic'];
    const child = spawn(
      schemathesis,
      [...args, ...amount, ...(key === undefined ? [] : ['--header', `x-api-key:${key}`])],
      {
        cwd: folder,
        stdio: 'inherit',
        env: { ...process.env, SCHEMATHESIS_HOOKS: HOOKS },
      },
    );
    const [status] = await once(child, 'exit');
    console.log(`${status === 0 ? 'ok' : 'FAILED'} ${stage}`);
    return status === 0;
  } finally {
    await stack.stop();
  }
}

await checkOrSkip('OpenAPI document', async () => {
  const schemathesis = fieldTool('schemathesis');
  const folder = await mkdtemp(join(tmpdir(), 'stream-api-openapi-'));
  const provider = await startProvider();
  try {
    let passed = true;
    for (const stage of STAGES) passed = (await conforms(schemathesis, stage, folder, provider.url)) && passed;
    return passed;
  } finally {
    await provider.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
