import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { docker } from './container-engine.ts';
import { LAMBDA_IMAGE } from './lambda-image.ts';

/*
 * The services that the functions call under `sam local invoke`, each in a container on one network, where functions
 * find it by its name and nothing outside reaches it. `env.json` has the same names.
 */

const ROOT = join(import.meta.dirname, '..', '..');
export const NETWORK = 'stream-api';
/** Names of the containers. */
export const SERVICES = { tables: 'stream-api-tables', api: 'stream-api-local' } as const;
const POLLS = 100;
const POLL_MS = 200;

/** The resources of a synthesised template. */
export function resourcesOf(template: string): { readonly id: string; readonly type: string }[] {
  const { Resources } = JSON.parse(readFileSync(template, 'utf8')) as { Resources: Record<string, { Type: string }> };
  return Object.entries(Resources).map(([id, { Type: type }]) => ({ id, type }));
}

/**
 * Starts the tables of a template with the sample titles; tables that run already are replaced. SAM takes logical ids
 * for the tables' names.
 *
 * @param template path of a synthesised template
 * @throws Error when there is no such template or the container does not start
 */
export async function startTables(template: string): Promise<void> {
  const tables = resourcesOf(template).flatMap(({ id, type }) => (type === 'AWS::DynamoDB::Table' ? [id] : []));
  const catalogue = tables.find((id) => id.startsWith('Catalogue'));
  if (catalogue === undefined) throw new Error(`${template} has no catalogue table`);
  await start(SERVICES.tables, 'tables.ts', catalogue, ...tables.filter((id) => id !== catalogue));
}

/** Starts the API that the canary visits. @throws Error when the container does not start */
export const startApi = (): Promise<void> => start(SERVICES.api, 'api.ts');

/** Removes every service and the network, running or not. */
export function stopServices(): void {
  spawnSync('docker', ['rm', '--force', ...Object.values(SERVICES)], { stdio: 'ignore' });
  spawnSync('docker', ['network', 'rm', NETWORK], { stdio: 'ignore' });
}

/** A program of this folder in a container. Lambda's image has Node and is needed anyway. */
async function start(name: string, program: string, ...args: readonly string[]): Promise<void> {
  spawnSync('docker', ['rm', '--force', name], { stdio: 'ignore' });
  if (spawnSync('docker', ['network', 'inspect', NETWORK], { stdio: 'ignore' }).status !== 0) {
    docker('network', 'create', NETWORK);
  }
  const container = ['--detach', '--network', NETWORK, '--name', name, '--volume', `${ROOT}:/project:ro`];
  docker('run', ...container, '--entrypoint', 'node', LAMBDA_IMAGE, `/project/tools/sam/${program}`, ...args);
  for (let poll = 0; !docker('logs', name).includes('ready'); poll++) {
    if (poll === POLLS) throw new Error(`${program} does not start: ${docker('logs', name)}`);
    await delay(POLL_MS);
  }
}
