import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { runCommand, UsageError } from './command-line.ts';
import { createPartnerKey, listPartnerKeys, type PartnerKeysOptions, revokePartnerKey } from './keys/partner-keys.ts';
import { printable } from './printable.ts';
import { awsSettings } from './target/aws-settings.ts';
import { stackOutput } from './target/deployed-stack.ts';

const HELP = `API keys for partners, on the usage plan of a deployed stage.

  npm run keys -- create PARTNER --stage NAME    makes a key and prints its value, once
  npm run keys -- list --stage NAME              one line a key, without values
  npm run keys -- revoke PARTNER --stage NAME    deletes a partner's key

The exit code is 1 when something failed.
`;

const PARTNER = "the partner's name";

async function revoke(keys: PartnerKeysOptions, partner: string): Promise<void> {
  await revokePartnerKey(keys, partner);
  console.error(`The key of ${partner} is revoked`);
}

async function keysOf({ stage }: { readonly stage?: string | undefined }): Promise<PartnerKeysOptions> {
  if (stage === undefined) throw new UsageError('give --stage');
  const usagePlanId = await stackOutput(stage, 'UsagePlanId', isPublic(stage));
  return { client: new APIGatewayClient(awsSettings()), stage, usagePlanId };
}

const isPublic = (stage: string): string =>
  `stage ${stage} is public, and takes no keys. To ask for them, set access: 'key' and a usagePlan in lib/stage/stages.ts, and deploy it`;

/** The value alone goes to standard output, so that it can go straight to where it is kept. */
async function create(keys: PartnerKeysOptions, partner: string): Promise<void> {
  const { id, value } = await createPartnerKey(keys, partner);
  console.error(`Key ${id} for ${partner}. This is its value; it is not shown again:`);
  console.log(value);
}

async function list(keys: PartnerKeysOptions): Promise<void> {
  for (const { id, partner } of await listPartnerKeys(keys)) {
    console.log(`${id}\t${printable(partner ?? "(the stack's own)")}`);
  }
}

await runCommand({
  help: HELP,
  options: { stage: { type: 'string' } },
  commands: {
    create: { needs: PARTNER, run: async (values, partner) => create(await keysOf(values), partner) },
    list: { run: async (values) => list(await keysOf(values)) },
    revoke: { needs: PARTNER, run: async (values, partner) => revoke(await keysOf(values), partner) },
  },
});
