import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';

const FOLDER = join(import.meta.dirname, 'stand-ins');

export interface StandIn {
  /** File in the package of the AWS SDK that cannot be shaken off. */
  readonly module: RegExp;
  /** Our file, which says why it is enough on Lambda. */
  readonly standIn: string;
}

/** For every client of the SDK. */
export const STAND_INS: readonly StandIn[] = [
  { module: /@aws-sdk\/credential-provider-node\/dist-es\/index\.js$/, standIn: 'environment-credentials.ts' },
  {
    module: /@smithy\/core\/dist-es\/submodules\/config\/node-config-provider\/configLoader\.js$/,
    standIn: 'client-settings.ts',
  },
  {
    module: /@aws-sdk\/core\/dist-es\/submodules\/client\/middleware-user-agent\/user-agent-middleware\.js$/,
    standIn: 'user-agent.ts',
  },
];

/** Where the DynamoDB client is the only one. */
export const TABLE_STAND_INS: readonly StandIn[] = [
  ...STAND_INS,
  { module: /@aws-sdk\/client-dynamodb\/dist-es\/endpoint\/endpointResolver\.js$/, standIn: 'dynamodb-endpoint.ts' },
  {
    module: /@aws-sdk\/core\/dist-es\/submodules\/client\/util-endpoints\/aws\.js$/,
    standIn: 'no-endpoint-functions.ts',
  },
  { module: /@aws-sdk\/endpoint-cache\/dist-es\/index\.js$/, standIn: 'no-endpoint-cache.ts' },
];

/**
 * What the DynamoDB client imports on demand and never comes to: streams of events (no operation on a table has any)
 * and the reading of a browser's name. While they could be reached, they would hold what they share with the rest in
 * the code that every start loads.
 */
export const NEVER_REACHED = ['@smithy/core/event-streams', 'bowser'];

/** Puts the stand-ins in the place of the modules, and only the version in the place of an SDK client's package.json. */
export const standInPlugin = (standIns: readonly StandIn[]): Plugin => ({
  name: 'stand-ins',
  setup({ onLoad }) {
    for (const { module, standIn } of standIns) {
      onLoad({ filter: module }, async () => {
        const contents = await readFile(join(FOLDER, standIn), 'utf8');
        return { contents, loader: 'ts', resolveDir: FOLDER };
      });
    }
    onLoad({ filter: /@aws-sdk\/client-[^/]+\/package\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8')) as { version: string };
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
});
