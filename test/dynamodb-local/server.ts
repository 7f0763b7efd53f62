import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { FOLDER, isInstalled, JAR, LIBRARIES } from './installation.ts';

/** Why the tests do without DynamoDB Local; undefined when they need not. */
export function missingPart(): string | undefined {
  if (!isInstalled()) return 'DynamoDB Local is not there: get it with "node test/dynamodb-local/get.ts"';
  const java = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const version = /version "(\d+)/.exec(java.stderr ?? '')?.[1];
  return Number(version) >= 17 ? undefined : 'DynamoDB Local needs Java 17 or later';
}

/** Starts it with nothing in it, in memory only. */
export async function startDynamoDbLocal(): Promise<{ endpoint: string; stop(): Promise<void> }> {
  const port = await freePort();
  const java = spawn(
    'java',
    ['-Xmx256m', `-Djava.library.path=${LIBRARIES}`, '-jar', JAR, '-inMemory', '-disableTelemetry', '-port', `${port}`],
    // It leaves a file in the folder that it runs in.
    { cwd: FOLDER, stdio: 'ignore' },
  );
  const endpoint = `http://127.0.0.1:${port}`;
  await answers(endpoint, java);
  return {
    endpoint,
    stop: async () => {
      const ended = new Promise((resolve) => java.once('exit', resolve));
      java.kill();
      await ended;
    },
  };
}

async function answers(endpoint: string, java: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200 && java.exitCode === null; attempt++) {
    if (await fetch(endpoint).catch(() => undefined)) return;
    await delay(100);
  }
  java.kill();
  throw new Error('DynamoDB Local does not start');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
