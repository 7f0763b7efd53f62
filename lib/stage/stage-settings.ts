import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { z } from 'zod';
import { cdns } from '../../contract/settings/cdns.ts';
import { fallbackSettings } from '../../contract/settings/fallback.ts';
import { throttle, usagePlan } from './groups/access.ts';
import { canary } from './groups/canary.ts';
import { edge } from './groups/edge.ts';
import { health } from './groups/health.ts';
import { lifetimes } from './groups/lifetimes.ts';
import { cdnFault, mediaEdge } from './groups/media-edge.ts';
import { monitoring } from './groups/monitoring.ts';
import { preferences } from './groups/preferences.ts';
import { providers } from './groups/providers.ts';
import { rateLimit } from './groups/rate-limit.ts';
import { timeouts } from './groups/timeouts.ts';
import { webOrigin } from './web-origin.ts';

const RETENTION_DAYS = Object.values(RetentionDays).filter((days): days is RetentionDays => typeof days === 'number');

/**
 * Every setting of a stage, and the checks that concern several of them. A group (an object) has its own file in
 * `groups/`. A group that a stage can do without is optional, and has its defaults in its schema: `{}` turns it on.
 */
export const stageSettings = z
  .strictObject({
    stage: z.string().regex(/^[a-z][a-z0-9-]{0,15}$/),
    architecture: z.enum(['arm64', 'x86_64']),
    /** Lambda allots CPU in proportion to it. */
    functionMemoryMiB: z.int().min(128).max(10_240),
    /** Bound of the memory tier of the cache. */
    memoryCacheMiB: z.int().positive(),
    logRetentionDays: z.literal(RETENTION_DAYS),
    /** The share of successful requests that are logged. The metrics count every one. */
    logSampling: z.number().min(0).max(1).multipleOf(0.000001),
    /** Tables outlive the stack and cannot be deleted by mistake. */
    keepData: z.boolean(),
    providers,
    fallback: fallbackSettings.optional(),
    cdns: cdns.optional(),
    /** Private origins whose manifests may be fetched. */
    trustedOrigins: z.array(webOrigin),
    /** Origins other than the API's own whose pages may read answers. */
    corsOrigins: z.array(webOrigin),
    /** Whether a request needs an API key. */
    access: z.enum(['public', 'key']),
    throttle,
    usagePlan: usagePlan.optional(),
    rateLimit,
    /** How a new version takes over: at once, or after five minutes without faults at a tenth of the requests. */
    deployment: z.enum(['all-at-once', 'canary-10-percent-5-minutes']),
    canary: canary.optional(),
    edge: edge.optional(),
    health: health.optional(),
    mediaEdge: mediaEdge.optional(),
    preferences: preferences.optional(),
    /** Needs the account's logging role (the account-logging stack). */
    accessLogs: z.boolean(),
    /** Containers reserved for the extract function, and its maximum. Refused where the account's quota is low. */
    reservedConcurrency: z.int().positive().optional(),
    /** A cost fuse: the cache's and the limits' table each refuse more write units a second than this. */
    maxWriteRequestUnits: z.int().positive().optional(),
    monitoring,
    lifetimes,
    timeouts,
  })
  .superRefine((settings, context) => {
    const refuse = (setting: keyof typeof settings, message: string) =>
      context.addIssue({ code: 'custom', path: [setting], message });
    if (settings.access === 'key' && !settings.usagePlan) refuse('usagePlan', 'must be set when access is "key"');
    if (settings.access === 'public' && settings.usagePlan) {
      refuse('usagePlan', 'acts only on API keys: leave it out when access is "public"');
    }
    if (settings.edge && settings.access === 'public') {
      refuse('access', 'must be "key" when there is an edge, or clients could go around it');
    }
    const fault = settings.mediaEdge && cdnFault(settings.cdns ?? [], settings.mediaEdge);
    if (fault !== undefined) refuse('cdns', fault);
    if (settings.memoryCacheMiB > settings.functionMemoryMiB / 2) {
      refuse('memoryCacheMiB', `must leave the function half of its ${settings.functionMemoryMiB} MiB`);
    }
  });

/** Everything in which stages differ, complete and checked. */
export type StageSettings = z.output<typeof stageSettings>;

/** A stage as `stages.ts` writes it. Its name is its key there. */
export type StageDefinition = Omit<z.input<typeof stageSettings>, 'stage'>;
