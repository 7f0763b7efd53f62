import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { FOLDER, isInstalled } from './installation.ts';

/*
 * Gets Amazon's DynamoDB Local, so that the tests of the tables run against it too: `npm run dynamodb-local`. It comes
 * inside an npm package and stays in a folder that git ignores; its licence forbids passing it on. Exits with 1 and one
 * line when it is not available: the tests then say so and are skipped.
 */

const PACKAGE = 'amplify-dynamodb-simulator@2.9.30';

try {
  if (!isInstalled()) get();
} catch (error) {
  process.stderr.write(`DynamoDB Local is not available: ${(error as Error).message.split('\n', 1)[0]}\n`);
  process.exitCode = 1;
}

function get(): void {
  const unpacked = `${FOLDER}.new`;
  rmSync(unpacked, { recursive: true, force: true });
  mkdirSync(unpacked, { recursive: true });
  const packed = execFileSync('npm', ['pack', PACKAGE, '--silent', '--pack-destination', unpacked], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const archive = join(unpacked, packed.trim().split('\n').at(-1)!);
  execFileSync('tar', ['-xzf', archive, '-C', unpacked, '--strip-components=2', 'package/emulator']);
  rmSync(archive);
  if (!existsSync(join(unpacked, 'DynamoDBLocal.jar'))) throw new Error(`${PACKAGE} holds no DynamoDBLocal.jar`);
  rmSync(FOLDER, { recursive: true, force: true });
  renameSync(unpacked, FOLDER);
}
