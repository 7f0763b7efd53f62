import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { z } from 'zod';
import { contentReference } from '../../contract/content-reference.ts';
import { providerSettings } from '../../contract/provider-settings.ts';
import { edge } from './edge-settings.ts';
import { settingsSentence } from './settings-sentence.ts';
import { STAGES } from './stages.ts';
import { timeouts } from './timeout-ladder.ts';

const SECONDS_PER_DAY = 86_400;
const RETENTION_DAYS = Object.values(RetentionDays).filter((days): days is RetentionDays => typeof days === 'number');

const seconds = z.int().min(0).max(SECONDS_PER_DAY);
const requestsPerSecond = { rate: z.number().positive(), burst: z.int().positive() };

/** Scheme, host and port, as the Origin header writes them. */
const origin = z
  .string()
  .refine((text) => URL.canParse(text) && new URL(text).origin === text && /^https?:/.test(text), {
    error: 'must be an origin such as https://example.com, without path or trailing slash',
  });

/** Names without a dot, loopback, and the private addresses of RFC 1918 are of one's own network. */
const OWN_NETWORK = /^([^.:]+|\[::1\]|127\.[\d.]+|10\.[\d.]+|172\.(1[6-9]|2\d|3[01])\.[\d.]+|192\.168\.[\d.]+)$/;

const crossesTheInternetInTheClear = (url: string): boolean => {
  const parsed = URL.parse(url);
  return parsed?.protocol === 'http:' && !OWN_NETWORK.test(parsed.hostname);
};

const topicArn = z.string().regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+$/);

const stageSettings = z
  .strictObject({
    stage: z.string().regex(/^[a-z][a-z0-9-]{0,15}$/),
    architecture: z.enum(['arm64', 'x86_64']),
    /** Lambda gives CPU in proportion to it. */
    functionMemoryMiB: z.int().min(128).max(10_240),
    /** Bound of the memory tier of the cache. */
    memoryCacheMiB: z.int().positive(),
    logRetentionDays: z.literal(RETENTION_DAYS),
    /** The share of successful requests that the log tells of. The metrics count every one. */
    logSampling: z.number().min(0).max(1).multipleOf(0.000001),
    /** Tables outlive the stack and cannot be deleted by mistake. */
    keepData: z.boolean(),
    /** Where sources come from, in the order they are asked. */
    providers: z.array(providerSettings).min(1),
    /** Private origins whose manifests may be fetched. */
    trustedOrigins: z.array(origin),
    /** Origins other than the API's own whose pages may read answers. */
    corsOrigins: z.array(origin),
    /** Whether a call needs an API key. */
    access: z.enum(['public', 'key']),
    /** Of the whole stage, whoever calls. */
    throttle: z.strictObject(requestsPerSecond),
    /** Of each API key. */
    usagePlan: z.strictObject({ ...requestsPerSecond, quotaPerDay: z.int().positive().optional() }).optional(),
    /** Of each client. */
    rateLimit: z.strictObject({
      limit: z.int().positive(),
      windowSeconds: z
        .int()
        .positive()
        .refine((window) => SECONDS_PER_DAY % window === 0, {
          error: `must divide a day of ${SECONDS_PER_DAY} seconds`,
        }),
      /** Bits of an IPv6 address that tell clients apart: a /64 is one subscriber. */
      ipv6PrefixLength: z.int().min(32).max(128),
    }),
    /** How a new version takes over: at once, or after five quiet minutes with a tenth of the requests. */
    deployment: z.enum(['all-at-once', 'canary-10-percent-5-minutes']),
    /** A title that must always be available, and how often the canary function asks for it. */
    canary: z.strictObject({ content: contentReference, everyMinutes: z.int().min(1).max(60) }).optional(),
    edge: edge.optional(),
    /** Needs the account's logging role (the account-logging stack). */
    accessLogs: z.boolean(),
    /** Containers that the extract function keeps for itself and never exceeds. Refused where the account's quota is low. */
    reservedConcurrency: z.int().positive().optional(),
    /** A cost fuse: the cache's and the limits' table each refuse more write units a second than this. */
    maxWriteRequestUnits: z.int().positive().optional(),
    monitoring: z.strictObject({
      alarms: z.boolean(),
      /** SNS topics that hear of the alarms of either severity. */
      pageTopicArn: topicArn.optional(),
      ticketTopicArn: topicArn.optional(),
      /** Where docs/runbook.md can be read; stands in every alarm. */
      runbookUrl: z.string().min(1),
    }),
    lifetimes: z.strictObject({ freshSeconds: seconds.min(1), staleSeconds: seconds, notFoundSeconds: seconds }),
    timeouts,
  })
  .superRefine((settings, context) => {
    if (settings.access === 'key' && !settings.usagePlan) {
      context.addIssue({ code: 'custom', path: ['usagePlan'], message: 'must be set when access is "key"' });
    }
    if (settings.access === 'public' && settings.usagePlan) {
      context.addIssue({
        code: 'custom',
        path: ['usagePlan'],
        message: 'acts only on API keys: leave it out when access is "public"',
      });
    }
    if (settings.edge && settings.access === 'public') {
      const message = 'must be "key" when there is an edge, or clients could go around it';
      context.addIssue({ code: 'custom', path: ['access'], message });
    }
    const names = settings.providers.map((each) => each.name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) {
      context.addIssue({
        code: 'custom',
        path: ['providers'],
        message: `must have different names: "${twice}" stands twice`,
      });
    }
    for (const [index, each] of settings.providers.entries()) {
      if (each.type !== 'http' || each.tokenSecret === undefined || !crossesTheInternetInTheClear(each.url)) continue;
      const message = 'must begin with https://, or its token crosses the internet in the clear';
      context.addIssue({ code: 'custom', path: ['providers', index, 'url'], message });
    }
    if (settings.memoryCacheMiB > settings.functionMemoryMiB / 2) {
      const message = `must leave the function half of its ${settings.functionMemoryMiB} MiB`;
      context.addIssue({ code: 'custom', path: ['memoryCacheMiB'], message });
    }
  });

/** Everything in which stages differ, complete and checked. */
export type StageSettings = z.output<typeof stageSettings>;

/** A stage as `stages.ts` writes it. Its name is its key there. */
export type StageDefinition = Omit<z.input<typeof stageSettings>, 'stage'>;

/** Settings to change: a list or a plain value replaces the stage's own, a group is merged with it. */
export type StageOverrides = {
  readonly [Name in keyof StageDefinition]?: StageDefinition[Name] extends
    | readonly unknown[]
    | string
    | number
    | boolean
    ? StageDefinition[Name]
    : Partial<StageDefinition[Name]>;
};

/** A stage that does not exist, or a setting that cannot be deployed. The message is one sentence. */
export class StageSettingsError extends Error {
  override name = 'StageSettingsError' as const;
}

/**
 * The settings of one stage of `stages.ts`.
 *
 * @throws StageSettingsError naming the unknown stage or the first bad setting
 */
export function loadStageSettings(stage: string, overrides: StageOverrides = {}): StageSettings {
  const definition = Object.hasOwn(STAGES, stage) ? STAGES[stage] : undefined;
  if (!definition) {
    throw new StageSettingsError(`There is no stage "${stage}": choose one of ${Object.keys(STAGES).join(', ')}.`);
  }
  const parsed = stageSettings.safeParse({ stage, ...merge(definition, overrides) }, { error: settingsSentence });
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const setting = issue.path.length > 0 ? `${issue.path.join('.')} ` : '';
    throw new StageSettingsError(`The settings of stage "${stage}" are wrong: ${setting}${issue.message}.`);
  }
  return parsed.data;
}

function merge(definition: StageDefinition, overrides: StageOverrides): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...definition };
  for (const [name, value] of Object.entries(overrides)) {
    merged[name] = isGroup(value) ? { ...(merged[name] as object | undefined), ...value } : value;
  }
  return merged;
}

function isGroup(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
