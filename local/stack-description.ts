import type { LocalStack } from '../commands/target/local-stack.ts';
import { TRIAL_PROVIDER } from './console/trial-provider.ts';
import { cdnsOf } from './media/media-keys.ts';
import type { StackDefinition } from './template/template.ts';

/** What the operator's commands ask a local stack for. */
export interface StackDescription {
  readonly endpoints: { readonly dynamodb: string; readonly lambda: string };
  /** `cache`, `catalogue` … → name of the table */
  readonly tables: Readonly<Record<string, string>>;
  /** `extract` … → name of the function */
  readonly functions: Readonly<Record<string, string>>;
  /** Providers that the stack has for its console, and nobody has set. */
  readonly ownProviders: readonly string[];
  /** Private origins whose media it reads. */
  readonly trustedOrigins: readonly string[];
  /** Where its links with path tokens lead, with which secret they are signed, and for how long. */
  readonly signedMedia: NonNullable<LocalStack['signedMedia']>;
}

/** The functions know the tables as `<NAME>_TABLE`. */
export function describeStack(definition: StackDefinition, endpoints: StackDescription['endpoints']): StackDescription {
  const variables = definition.functions.flatMap(({ environment }) => Object.entries(environment));
  const tables = variables.flatMap(([name, value]) =>
    name.endsWith('_TABLE') && value !== '' ? [[name.slice(0, -6).toLowerCase(), value]] : [],
  );
  return {
    endpoints,
    tables: Object.fromEntries(tables),
    functions: Object.fromEntries(definition.functions.map(({ key, name }) => [key, name])),
    ownProviders: [TRIAL_PROVIDER],
    trustedOrigins: [...new Set(definition.functions.flatMap(({ environment }) => trustedBy(environment)))],
    signedMedia: cdnsOf(definition.functions).flatMap(({ base, sign }) =>
      sign?.type === 'path-hmac' ? [{ secret: sign.secret, url: base, linkSeconds: sign.ttlSeconds }] : [],
    ),
  };
}

const trustedBy = ({ TRUSTED_ORIGINS = '[]' }: Readonly<Record<string, string>>): string[] =>
  JSON.parse(TRUSTED_ORIGINS);
