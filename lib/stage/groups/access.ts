import { z } from 'zod';

/** Requests a second, for all callers of a stage, a route or a plan together. */
export const throttle = z.strictObject({ rate: z.number().positive(), burst: z.int().positive() });

/** Of each API key. */
export const usagePlan = throttle.extend({ quotaPerDay: z.int().positive().optional() });
