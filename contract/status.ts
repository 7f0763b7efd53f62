import { z } from 'zod';

/** The answer of `GET /api/stream/status`. */
export const statusAnswer = z.object({
  success: z.literal(true),
  data: z.object({
    stage: z.string().meta({ description: 'The name of the stage.', example: 'prod' }),
    version: z.string().meta({ description: 'The version that is deployed.', example: '1.0.0' }),
  }),
});
