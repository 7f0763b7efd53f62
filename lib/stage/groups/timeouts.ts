import { z } from 'zod';

/**
 * The longest a REST API waits for its integration, unless the account's quota was raised (API Gateway Developer Guide,
 * "Quotas for configuring and running a REST API").
 */
const UNRAISED_GATEWAY_LIMIT_MS = 29_000;

/** Each rung ends before the one above it, so that a client always gets our own JSON. */
const STANDARD_LADDER = { gatewayMs: 29_000, functionSeconds: 28, earlyTimeoutMs: 27_000, deadlineMs: 26_000 };
const RAISED_LADDER = { gatewayMs: 33_000, functionSeconds: 32, earlyTimeoutMs: 31_000, deadlineMs: 30_000 };

/** What an extraction that ended with its deadline still needs to release its lease and update the breaker. */
const SETTLING_MS = 1_000;
/** The function ends a deadline this long before Lambda would end the function: see `requestDeadline`. */
const ANSWERING_MS = 2_000;

const milliseconds = z.int().positive();

/**
 * The times of one request, from the outside in: gateway, function, early timeout, deadline, one attempt. A rung left
 * out has its standard length, which depends on whether the account's gateway quota was raised.
 */
export const timeouts = z
  .strictObject({
    quotaRaised: z.boolean(),
    gatewayMs: milliseconds.optional(),
    functionSeconds: z.int().positive().max(900).optional(),
    earlyTimeoutMs: milliseconds.optional(),
    deadlineMs: milliseconds.optional(),
    attemptMs: milliseconds,
    inspectMs: milliseconds,
    refreshSeconds: z.int().positive().max(900),
    refreshAttemptMs: milliseconds,
  })
  .transform((set) => {
    const standard = set.quotaRaised ? RAISED_LADDER : STANDARD_LADDER;
    const {
      gatewayMs = standard.gatewayMs,
      functionSeconds = standard.functionSeconds,
      earlyTimeoutMs = standard.earlyTimeoutMs,
      deadlineMs = standard.deadlineMs,
    } = set;
    return { ...set, gatewayMs, functionSeconds, earlyTimeoutMs, deadlineMs };
  })
  .superRefine((times, context) => {
    const refuse = (setting: keyof typeof times, message: string) =>
      context.addIssue({ code: 'custom', path: [setting], message });
    const mustBeShorter = (inner: keyof typeof times, innerMs: number, outer: keyof typeof times, outerMs: number) => {
      if (innerMs < outerMs) return;
      refuse(inner, `must be shorter than timeouts.${outer}: ${innerMs} ms is not shorter than ${outerMs} ms`);
    };
    const { gatewayMs, earlyTimeoutMs, deadlineMs } = times;
    if (!times.quotaRaised && gatewayMs > UNRAISED_GATEWAY_LIMIT_MS) {
      const most = `must be at most ${UNRAISED_GATEWAY_LIMIT_MS}`;
      refuse('gatewayMs', `${most} unless quotaRaised says that the account's quota was raised`);
    }
    const functionMs = times.functionSeconds * 1000;
    mustBeShorter('functionSeconds', functionMs, 'gatewayMs', gatewayMs);
    mustBeShorter('earlyTimeoutMs', earlyTimeoutMs, 'functionSeconds', functionMs);
    mustBeShorter('deadlineMs', deadlineMs, 'earlyTimeoutMs', earlyTimeoutMs);
    mustBeShorter('attemptMs', times.attemptMs, 'deadlineMs', deadlineMs);
    for (const [outer, outerMs, gapMs] of [
      ['earlyTimeoutMs', earlyTimeoutMs, SETTLING_MS],
      ['functionSeconds', functionMs, ANSWERING_MS],
    ] as const) {
      if (deadlineMs <= outerMs - gapMs || deadlineMs >= outerMs) continue;
      const found = `${deadlineMs} ms is only ${outerMs - deadlineMs} ms shorter`;
      refuse('deadlineMs', `must be ${gapMs} ms shorter than timeouts.${outer}, for what comes after it: ${found}`);
    }
    mustBeShorter('refreshAttemptMs', times.refreshAttemptMs, 'refreshSeconds', times.refreshSeconds * 1000);
    mustBeShorter('inspectMs', times.inspectMs, 'deadlineMs', deadlineMs);
  });
