import {
  type APIGatewayClient,
  CreateApiKeyCommand,
  CreateUsagePlanKeyCommand,
  DeleteApiKeyCommand,
  paginateGetUsagePlanKeys,
} from '@aws-sdk/client-api-gateway';

/** The keys on a stage's usage plan. */
export interface PartnerKeysOptions {
  readonly client: APIGatewayClient;
  readonly stage: string;
  readonly usagePlanId: string;
}

export interface PartnerKey {
  readonly id: string;
  /** Undefined for the stack's own key, which only a deployment changes. */
  readonly partner: string | undefined;
}

/** A partner's name, which becomes part of the key's name. */
const PARTNER = /^[a-z0-9][a-z0-9-]{0,62}$/;

const prefix = (stage: string) => `StreamApi-${stage}-partner-`;

/** Every key on the plan, the stack's own among them. */
export async function listPartnerKeys({ client, stage, usagePlanId }: PartnerKeysOptions): Promise<PartnerKey[]> {
  const keys: PartnerKey[] = [];
  for await (const page of paginateGetUsagePlanKeys({ client }, { usagePlanId })) {
    for (const { id = '', name = '' } of page.items ?? []) {
      keys.push({ id, partner: name.startsWith(prefix(stage)) ? name.slice(prefix(stage).length) : undefined });
    }
  }
  return keys;
}

/**
 * Creates a partner's key on the plan.
 *
 * @returns its value, which nothing here shows again
 * @throws Error in one sentence when the partner has a key already, or the name is not allowed
 */
export async function createPartnerKey(
  options: PartnerKeysOptions,
  partner: string,
): Promise<{ readonly id: string; readonly value: string }> {
  if (!PARTNER.test(partner)) throw new Error('A name is lower-case letters, digits and dashes, at most 63 of them');
  if (await find(options, partner)) throw new Error(`${partner} has a key already: revoke it first`);
  const { client, stage, usagePlanId } = options;
  const description = `Partner ${partner} of the Stream API, stage ${stage}`;
  const { id = '', value = '' } = await client.send(
    new CreateApiKeyCommand({ name: `${prefix(stage)}${partner}`, description, enabled: true }),
  );
  try {
    await client.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId: id, keyType: 'API_KEY' }));
  } catch (error) {
    // A key without a plan is useless and would block the next attempt.
    await client.send(new DeleteApiKeyCommand({ apiKey: id }));
    throw error;
  }
  return { id, value };
}

/**
 * Deletes a partner's key. API Gateway refuses it from then on, within a minute or so.
 *
 * @throws Error in one sentence when the partner has none
 */
export async function revokePartnerKey(options: PartnerKeysOptions, partner: string): Promise<void> {
  const key = await find(options, partner);
  if (!key) throw new Error(`${partner} has no key on stage ${options.stage}`);
  await options.client.send(new DeleteApiKeyCommand({ apiKey: key.id }));
}

async function find(options: PartnerKeysOptions, partner: string): Promise<PartnerKey | undefined> {
  return (await listPartnerKeys(options)).find((each) => each.partner === partner);
}
