import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';

const FOLDER = join(import.meta.dirname, 'stand-ins');

/**
 * Modules of the AWS SDK that cannot be shaken off and whose whole work, on Lambda, a few lines do: file in its
 * package → our stand-in. Each says in its own file why it is enough. The Lambda and Secrets Manager clients, which a
 * hit does not load, keep theirs but for the credentials.
 */
export const STAND_INS: readonly { readonly module: RegExp; readonly standIn: string }[] = [
  {
    module: /@aws-sdk\/credential-provider-node\/dist-es\/index\.js$/,
    standIn: 'environment-credentials.ts',
  },
  {
    module: /@aws-sdk\/client-dynamodb\/dist-es\/endpoint\/endpointResolver\.js$/,
    standIn: 'dynamodb-endpoint.ts',
  },
  {
    module: /@smithy\/core\/dist-es\/submodules\/config\/node-config-provider\/configLoader\.js$/,
    standIn: 'client-settings.ts',
  },
  {
    module: /@aws-sdk\/core\/dist-es\/submodules\/client\/middleware-user-agent\/user-agent-middleware\.js$/,
    standIn: 'user-agent.ts',
  },
  {
    module: /@aws-sdk\/endpoint-cache\/dist-es\/index\.js$/,
    standIn: 'no-endpoint-cache.ts',
  },
];

/**
 * What the SDK imports on demand and a function never comes to: streams of events (no operation of ours has any) and
 * the reading of a browser's name. While they could be reached, they would hold what they share with the rest in the
 * code that every start loads.
 */
export const NEVER_REACHED = ['@smithy/core/event-streams', 'bowser'];

/** Puts the stand-ins in the place of the modules, and only the version in the place of an SDK client's package.json. */
export const standIns: Plugin = {
  name: 'stand-ins',
  setup(build) {
    for (const { module, standIn } of STAND_INS) {
      build.onLoad({ filter: module }, async () => {
        const path = join(FOLDER, standIn);
        return { contents: await readFile(path, 'utf8'), loader: 'ts', resolveDir: FOLDER };
      });
    }
    build.onLoad({ filter: /@aws-sdk\/client-[^/]+\/package\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8')) as { version: string };
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};
