import { parseArgs } from 'node:util';
import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { runCommand, UsageError } from './command-line.ts';
import { createPartnerKey, listPartnerKeys, type PartnerKeysOptions, revokePartnerKey } from './keys/partner-keys.ts';
import { stackOutput } from './target/deployed-stack.ts';

const HELP = `API keys for partners, on the usage plan of a deployed stage.

  npm run keys -- create PARTNER --stage NAME    makes a key and prints its value, once
  npm run keys -- list --stage NAME              one line a key, without values
  npm run keys -- revoke PARTNER --stage NAME    deletes a partner's key

The exit code is 1 when something failed.
`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { stage: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const [command, partner, ...more] = positionals;
  if (command !== 'create' && command !== 'list' && command !== 'revoke') {
    throw new UsageError(command === undefined ? 'no command given' : `unknown command ${command}`);
  }
  if (more.length > 0 || (command === 'list' && partner !== undefined)) {
    throw new UsageError(`unexpected argument ${more[0] ?? partner}`);
  }
  if (values.stage === undefined) throw new UsageError('give --stage');
  if (command === 'list') return list(await keysOf(values.stage));
  if (partner === undefined) throw new UsageError(`${command} needs the partner's name`);
  const keys = await keysOf(values.stage);
  if (command === 'create') return create(keys, partner);
  await revokePartnerKey(keys, partner);
  console.error(`The key of ${partner} is revoked`);
}

async function keysOf(stage: string): Promise<PartnerKeysOptions> {
  const usagePlanId = await stackOutput(stage, 'UsagePlanId');
  return { client: new APIGatewayClient(), stage, usagePlanId };
}

/** The value alone goes to standard output, so that it can go straight to where it is kept. */
async function create(keys: PartnerKeysOptions, partner: string): Promise<void> {
  const { id, value } = await createPartnerKey(keys, partner);
  console.error(`Key ${id} for ${partner}. This is its value; it is not shown again:`);
  console.log(value);
}

async function list(keys: PartnerKeysOptions): Promise<void> {
  for (const { id, partner } of await listPartnerKeys(keys)) {
    console.log(`${id}\t${partner ?? "(the stack's own)"}`);
  }
}

await runCommand(main);
