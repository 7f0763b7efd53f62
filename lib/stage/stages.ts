import type { StageDefinition } from './stage-settings.ts';

/*
 * Everything that differs between the stages. To ask your own provider first, put it before the catalogue:
 * { type: 'http', name: 'own', url: 'https://…', tokenSecret: 'name-of-its-secret' }.
 */

const standard = {
  architecture: 'arm64',
  functionMemoryMiB: 1024,
  memoryCacheMiB: 64,
  keepData: false,
  logSampling: 1,
  providers: [{ type: 'catalogue', name: 'catalogue' }],
  trustedOrigins: [],
  corsOrigins: [],
  throttle: { rate: 1000, burst: 2000 },
  rateLimit: { limit: 100, windowSeconds: 60, ipv6PrefixLength: 64 },
  deployment: 'all-at-once',
  accessLogs: false,
  monitoring: { alarms: false, runbookUrl: 'docs/runbook.md' },
  lifetimes: { freshSeconds: 1800, staleSeconds: 3600, notFoundSeconds: 60 },
  timeouts: { quotaRaised: false, attemptMs: 8000, inspectMs: 2000, refreshSeconds: 120, refreshAttemptMs: 65_000 },
} satisfies Partial<StageDefinition>;

/** Big Buck Bunny. Import it into the catalogue, or name a title that your providers always have. */
const canary = { content: { mediaType: 'movie', tmdbId: '10378' }, everyMinutes: 5 } as const;

/** Of a stage that serves people: a key for each caller, gradual deployments, alarms and a canary. */
const serving = {
  ...standard,
  access: 'key',
  deployment: 'canary-10-percent-5-minutes',
  maxWriteRequestUnits: 4000,
  monitoring: { ...standard.monitoring, alarms: true },
  canary,
} satisfies Partial<StageDefinition>;

export const STAGES: Readonly<Record<string, StageDefinition>> = {
  dev: { ...standard, access: 'public', live: {}, usage: {}, logRetentionDays: 7 },
  staging: { ...serving, usagePlan: { rate: 100, burst: 200 }, logRetentionDays: 14 },
  prod: { ...serving, usagePlan: { rate: 500, burst: 1000 }, logRetentionDays: 30, keepData: true },
};
