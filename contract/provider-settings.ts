import { z } from 'zod';

/** Its name for viewers, as `provider` of its sources in the answers of a stage that has more than one. */
const label = z.string().trim().min(1).max(100).optional();

/** One provider of a stage. The chain asks them in the order of the stage settings. */
export const providerSettings = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('http'),
    /** Identifies the provider in logs and metrics. */
    name: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/),
    /** Its endpoint; the content's parameters are added to its query. */
    url: z.string().regex(/^https?:\/\/[^\s@#]+$/),
    /** Name or ARN of the secret that holds its bearer token. */
    tokenSecret: z.string().optional(),
    label,
  }),
  z.strictObject({ type: z.literal('catalogue'), name: z.literal('catalogue'), label }),
]);
export type ProviderSettings = z.infer<typeof providerSettings>;
