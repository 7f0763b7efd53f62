import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StageOverrides } from '../../lib/stage/load-stage.ts';
import type { LocalOptions } from '../../local/options.ts';
import { type LocalStack, type StackParts, startStack } from '../../local/stack.ts';
import type { ApiDefinition } from '../../local/template/rest-api.ts';
import type { StackDefinition } from '../../local/template/template.ts';
import { sharedStage } from './shared-stage.ts';

/** In what one stack differs from the stage as it was synthesised. */
export interface Variant {
  /** Of every function; added to what the template says. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Of the extract function alone. */
  readonly extractEnvironment?: Readonly<Record<string, string>>;
  readonly api?: (api: ApiDefinition) => ApiDefinition;
  readonly options?: Partial<LocalOptions>;
  readonly parts?: Omit<StackParts, 'define'>;
}

export interface StageVariants {
  readonly definition: StackDefinition;
  /** The real stack without the sample catalogue, in its own folder. */
  start(variant?: Variant): Promise<LocalStack>;
  /** Stops every stack that was started. */
  stop(): Promise<void>;
}

/**
 * One stage, synthesised and bundled once, for any number of stacks that differ in their settings.
 * @param overrides of the stage's own settings; without any the stage is shared with other suites
 */
export async function stageVariants(stage = 'dev', overrides?: StageOverrides): Promise<StageVariants> {
  const folder = await mkdtemp(join(tmpdir(), 'stream-api-variants-'));
  const definition = await (overrides ? synthesised(stage, overrides, join(folder, 'assembly')) : sharedStage(stage));
  const started: LocalStack[] = [];
  const folders: string[] = [];
  return {
    definition,
    start: async ({
      environment = {},
      extractEnvironment = {},
      api = (own: ApiDefinition) => own,
      options = {},
      parts = {},
    } = {}) => {
      const dataDir = join(folder, `data-${folders.length}`);
      folders.push(dataDir);
      const functions = definition.functions.map((each) => ({
        ...each,
        environment: {
          ...each.environment,
          RATE_LIMIT: '100000',
          ...environment,
          ...(each.key === 'extract' && extractEnvironment),
        },
      }));
      const varied = { ...definition, functions, api: api(definition.api) };
      const defaults = { port: 0, stage, providerUrls: [], containers: 2, trustedOrigins: [], dataDir };
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

async function synthesised(stage: string, overrides: StageOverrides, outdir: string): Promise<StackDefinition> {
  const { synthesiseStage } = await import('../../local/synth.ts');
  return synthesiseStage(stage, () => overrides, outdir);
}

/** The value of PROVIDERS that asks one HTTP provider, as `--extractor-url` would. */
export const serviceOnly = (url: string): string =>
  JSON.stringify([
    { type: 'http', name: 'service', url },
    { type: 'catalogue', name: 'catalogue' },
  ]);
