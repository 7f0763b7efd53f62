import { z } from 'zod';

const requestsPerSecond = { rate: z.number().positive(), burst: z.int().positive() };

/** Of the whole stage, for all callers together. */
export const throttle = z.strictObject(requestsPerSecond);

/** Of each API key. */
export const usagePlan = z.strictObject({ ...requestsPerSecond, quotaPerDay: z.int().positive().optional() });
