import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { consolePage } from '../bin/console-page.ts';
import { createApp } from '../lib/app.ts';
import type { FunctionBundles } from '../lib/bundling/functions.ts';
import type { StageOverrides } from '../lib/stage/load-stage.ts';
import { STAGES } from '../lib/stage/stages.ts';

/** Everything that a stage may have and no stage has by default, so that its templates are checked too. */
const EVERYTHING: StageOverrides = {
  providers: [
    { type: 'http', name: 'own', url: 'https://provider.example/extract', tokenSecret: 'provider-token' },
    { type: 'catalogue', name: 'catalogue' },
  ],
  fallback: { strategy: 'hedge' },
  live: {},
  preferences: { tokenSecret: 'viewer-token' },
  health: {},
  usage: { reservedConcurrency: 20 },
  corsOrigins: ['https://www.example.com'],
  edge: {
    siteOrigin: 'https://origin.example.com',
    domain: 'www.example.com',
    certificate: 'arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f',
    plan: { rate: 500, burst: 1000 },
    floodLimit: 5000,
    console: '/stream-console',
  },
  mediaEdge: {
    secret: 'media-key',
    domain: 'media.example.com',
    certificate: 'arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f',
    corsOrigins: ['https://www.example.com'],
  },
  cdns: [
    {
      name: 'main',
      match: 'https://media.example.com/',
      base: 'https://media.example.com/',
      scope: 2,
      sign: { type: 'path-hmac', secret: 'media-key' },
    },
    {
      name: 'files',
      match: 'https://origin.example.com/files/',
      base: 'https://files.example.com/',
      sign: {
        type: 'cloudfront',
        secret: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:file-key-AbCdEf',
        keyId: 'K2JCJMDEHXQW5F',
      },
    },
  ],
  accessLogs: true,
  monitoring: {
    pageTopicArn: 'arn:aws:sns:eu-west-1:111122223333:page',
    ticketTopicArn: 'arn:aws:sns:eu-west-1:111122223333:ticket',
  },
  reservedConcurrency: 100,
};

export interface SynthesisedApp {
  /** `dev` … or `everything`. */
  readonly name: string;
  readonly folder: string;
  readonly templates: readonly string[];
}

/**
 * Synthesises every stage, and one more with all that a stage may have, each checked by CDK's validator with its
 * default rules and by cdk-nag.
 *
 * @throws Error naming the first findings, when a check has any
 */
export async function synthesiseAll(outdir: string, bundles: FunctionBundles): Promise<SynthesisedApp[]> {
  await rm(outdir, { recursive: true, force: true });
  const synthesised = async (name: string, stage: string, overrides: StageOverrides): Promise<SynthesisedApp> => {
    const folder = join(outdir, name);
    const accountLogging = overrides.accessLogs === true;
    const options = { stage, overrides, outdir: folder, checks: true, bundles, consolePage, accountLogging };
    const { stacks } = (await createApp(options)).app.synth();
    return { name, folder, templates: stacks.map(({ templateFullPath }) => templateFullPath) };
  };
  const plain = Object.keys(STAGES).map((stage) => synthesised(stage, stage, {}));
  return Promise.all([...plain, synthesised('everything', 'prod', EVERYTHING)]);
}
