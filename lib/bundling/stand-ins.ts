import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile, OnLoadResult, Plugin } from 'esbuild';

/*
 * Modules of the AWS SDK that the bundler replaces: docs/decisions/0023-stand-ins.md has what each saves and why it is
 * enough on Lambda.
 */

const FOLDER = join(import.meta.dirname, 'stand-ins');

export interface StandIn {
  /** Files of the SDK that the bundler cannot shake off. */
  readonly modules: readonly RegExp[];
  /** Our file, which exports what they export. */
  readonly standIn: string;
}

/** For every client of the SDK. */
export const STAND_INS: readonly StandIn[] = [
  { modules: [/@aws-sdk\/credential-provider-node\/dist-es\/index\.js$/], standIn: 'environment-credentials.ts' },
  {
    modules: [/@smithy\/core\/dist-es\/submodules\/config\/node-config-provider\/configLoader\.js$/],
    standIn: 'client-settings.ts',
  },
];

/** Where the DynamoDB client is the only one. */
export const TABLE_STAND_INS: readonly StandIn[] = [
  ...STAND_INS,
  {
    modules: [
      /@aws-sdk\/client-dynamodb\/dist-es\/endpoint\/endpointResolver\.js$/,
      /@aws-sdk\/core\/dist-es\/submodules\/client\/util-endpoints\/aws\.js$/,
      /@aws-sdk\/endpoint-cache\/dist-es\/index\.js$/,
    ],
    standIn: 'dynamodb-endpoints.ts',
  },
];

/**
 * Packages that the DynamoDB client imports on demand and never reaches: event streams (no operation on a table has
 * any) and the reading of a browser's name. While they are reachable, what they share with the rest is in the code that
 * every start loads.
 */
export const NEVER_REACHED = ['@smithy/core/event-streams', 'bowser'];

/** A client's package.json, of which the client reads the version only. */
const PACKAGE_FILE = /@aws-sdk\/client-[^/]+\/package\.json$/;

/** `STREAM_API_STAND_INS=off npx cdk synth` bundles the AWS SDK as it is. */
export const standInsAreOn = (): boolean => process.env.STREAM_API_STAND_INS !== 'off';

/**
 * Replaces the modules by their stand-ins, and a client's package.json by its version alone. A build that holds a
 * client and never meets one of the modules fails: the module has moved, and the stand-in would be lost without notice.
 */
export const standInPlugin = (standIns: readonly StandIn[]): Plugin => ({
  name: 'stand-ins',
  setup({ onLoad, onEnd }) {
    if (!standInsAreOn()) return;
    const unmet = new Set<RegExp>();
    const replace = (module: RegExp, load: (path: string) => Promise<OnLoadResult>): void => {
      unmet.add(module);
      onLoad({ filter: module }, ({ path }) => {
        unmet.delete(module);
        return load(path);
      });
    };
    for (const { modules, standIn } of standIns) {
      const load = async (): Promise<OnLoadResult> => ({
        contents: await readFile(join(FOLDER, standIn), 'utf8'),
        loader: 'ts',
        resolveDir: FOLDER,
      });
      for (const module of modules) replace(module, load);
    }
    replace(PACKAGE_FILE, async (path) => {
      const { version } = JSON.parse(await readFile(path, 'utf8')) as { version: string };
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
    onEnd(({ metafile }) => {
      if (metafile === undefined || !holdsClient(metafile)) return {};
      return { errors: [...unmet].map(({ source }) => ({ text: `The stand-in for ${source} was not met` })) };
    });
  },
});

const holdsClient = ({ inputs }: Metafile): boolean =>
  Object.keys(inputs).some((path) => /@aws-sdk\/client-/.test(path));
