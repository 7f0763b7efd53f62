import { z } from 'zod';

/**
 * The longest a REST API waits for its integration, unless the account's quota was raised (API Gateway Developer Guide,
 * "Quotas for configuring and running a REST API").
 */
const UNRAISED_GATEWAY_LIMIT_MS = 29_000;

/** Each rung answers before the one above it gives up, so that a client always gets our own JSON. */
const STANDARD_LADDER = { gatewayMs: 29_000, functionSeconds: 28, earlyTimeoutMs: 27_000, deadlineMs: 26_000 };
const RAISED_LADDER = { gatewayMs: 33_000, functionSeconds: 32, earlyTimeoutMs: 31_000, deadlineMs: 30_000 };

/** What an extraction that ended with its deadline still needs to end its lease and tell the breaker. */
const SETTLING_MS = 1_000;
/** The function ends a deadline so long before Lambda would end the function: see `requestDeadline`. */
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
  .transform((given) => {
    const standard = given.quotaRaised ? RAISED_LADDER : STANDARD_LADDER;
    return {
      quotaRaised: given.quotaRaised,
      gatewayMs: given.gatewayMs ?? standard.gatewayMs,
      functionSeconds: given.functionSeconds ?? standard.functionSeconds,
      earlyTimeoutMs: given.earlyTimeoutMs ?? standard.earlyTimeoutMs,
      deadlineMs: given.deadlineMs ?? standard.deadlineMs,
      attemptMs: given.attemptMs,
      inspectMs: given.inspectMs,
      refreshSeconds: given.refreshSeconds,
      refreshAttemptMs: given.refreshAttemptMs,
    };
  })
  .superRefine((given, context) => {
    if (!given.quotaRaised && given.gatewayMs > UNRAISED_GATEWAY_LIMIT_MS) {
      context.addIssue({
        code: 'custom',
        path: ['gatewayMs'],
        message: `must be at most ${UNRAISED_GATEWAY_LIMIT_MS} unless quotaRaised says that the account's quota was raised`,
      });
    }
    const rungs = [
      ['gatewayMs', given.gatewayMs],
      ['functionSeconds', given.functionSeconds * 1000],
      ['earlyTimeoutMs', given.earlyTimeoutMs],
      ['deadlineMs', given.deadlineMs],
      ['attemptMs', given.attemptMs],
    ] as const;
    for (const [index, [name, ms]] of rungs.entries()) {
      const outer = rungs[index - 1];
      if (outer && ms >= outer[1]) {
        const message = `must be shorter than timeouts.${outer[0]}: ${ms} ms is not shorter than ${outer[1]} ms`;
        context.addIssue({ code: 'custom', path: [name], message });
      }
    }
    const functionMs = given.functionSeconds * 1000;
    for (const [outer, outerMs, gapMs] of [
      ['earlyTimeoutMs', given.earlyTimeoutMs, SETTLING_MS],
      ['functionSeconds', functionMs, ANSWERING_MS],
    ] as const) {
      if (given.deadlineMs <= outerMs - gapMs || given.deadlineMs >= outerMs) continue;
      const message = `must be ${gapMs} ms shorter than timeouts.${outer}, for what comes after it: ${given.deadlineMs} ms is only ${outerMs - given.deadlineMs} ms shorter`;
      context.addIssue({ code: 'custom', path: ['deadlineMs'], message });
    }
    if (given.refreshAttemptMs >= given.refreshSeconds * 1000) {
      const message = `must be shorter than timeouts.refreshSeconds: ${given.refreshAttemptMs} ms is not shorter than ${given.refreshSeconds * 1000} ms`;
      context.addIssue({ code: 'custom', path: ['refreshAttemptMs'], message });
    }
    if (given.inspectMs >= given.deadlineMs) {
      const message = `must be shorter than timeouts.deadlineMs: ${given.inspectMs} ms is not shorter than ${given.deadlineMs} ms`;
      context.addIssue({ code: 'custom', path: ['inspectMs'], message });
    }
  });
