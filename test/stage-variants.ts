import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StageOverrides } from '../lib/stage-settings.ts';
import type { LocalOptions } from '../local/options.ts';
import { type LocalStack, type StackParts, startStack } from '../local/stack.ts';
import { synthesiseStage } from '../local/synth.ts';
import type { ApiDefinition, StackDefinition } from '../local/template.ts';

/** In what one stack differs from the stage as it was synthesised. */
export interface Variant {
  /** Of every function; added to what the template says. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly api?: (api: ApiDefinition) => ApiDefinition;
  readonly options?: Partial<LocalOptions>;
  readonly parts?: Omit<StackParts, 'define'>;
}

export interface StageVariants {
  readonly definition: StackDefinition;
  /** The real stack without the sample catalogue, in a folder of its own. */
  start(variant?: Variant): Promise<LocalStack>;
  /** Stops every stack that was started. */
  stop(): Promise<void>;
}

/** One stage, synthesised and bundled once, for any number of stacks that differ in what they are told. */
export async function stageVariants(stage = 'dev', overrides: StageOverrides = {}): Promise<StageVariants> {
  const folder = await mkdtemp(join(tmpdir(), 'stream-api-variants-'));
  const definition = await synthesiseStage(stage, () => overrides, join(folder, 'assembly'));
  const started: LocalStack[] = [];
  const folders: string[] = [];
  return {
    definition,
    start: async ({ environment = {}, api = (own: ApiDefinition) => own, options = {}, parts = {} } = {}) => {
      const dataDir = join(folder, `data-${folders.length}`);
      folders.push(dataDir);
      const functions = definition.functions.map((each) => ({
        ...each,
        environment: { ...each.environment, RATE_LIMIT: '100000', ...environment },
      }));
      const varied = { ...definition, functions, api: api(definition.api) };
      const defaults = { port: 0, stage, extractorUrls: [], containers: 2, trustedOrigins: [], dataDir };
      const stack = await startStack({ ...defaults, ...options }, { ...parts, define: async () => varied });
      started.push(stack);
      return stack;
    },
    stop: async () => {
      await Promise.all(started.map((stack) => stack.stop()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The value of PROVIDERS that asks one extractor service, as `--extractor-url` would. */
export const serviceOnly = (url: string): string =>
  JSON.stringify([
    { type: 'http', name: 'service', url },
    { type: 'catalogue', name: 'catalogue' },
  ]);
