import { z } from 'zod';
import { ERRORS } from './error-table.ts';

const errorDetail = z.object({ field: z.string(), message: z.string() });
export type ErrorDetail = z.infer<typeof errorDetail>;

export const errorAnswer = z.object({
  error: z.enum([...new Set(Object.values(ERRORS).map((row) => row.error))] as [string, ...string[]]),
  message: z.string(),
  retryable: z.boolean(),
  requestId: z.string().optional(),
  details: z.array(errorDetail).optional().meta({ description: 'On 400: what is wrong with which parameter.' }),
});
export type ErrorAnswer = z.infer<typeof errorAnswer>;
