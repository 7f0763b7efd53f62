import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A server in DynamoDB's place, in its own process. */
export interface TlsTable {
  /** By which a function's client finds it, and trusts it. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): void;
}

/** @param outdir for its key and certificate */
export async function startTlsTable(outdir: string): Promise<TlsTable> {
  const [key, certificate] = [join(outdir, 'key.pem'), join(outdir, 'certificate.pem')];
  const request = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1';
  await promisify(execFile)('openssl', [...request.split(' '), '-keyout', key, '-out', certificate]);
  const texts = await Promise.all([key, certificate].map((file) => readFile(file, 'utf8')));
  const child = spawn(process.execPath, [join(import.meta.dirname, '../children/fake-dynamodb.ts'), ...texts], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = await once(child.stdout, 'data');
  return {
    environment: {
      AWS_ENDPOINT_URL_DYNAMODB: `https://127.0.0.1:${String(port).trim()}`,
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
    },
    stop: () => child.kill(),
  };
}
