import { z } from 'zod';
import { contentReference } from '../../../contract/content-reference.ts';

/** A title that must always be available, and how often the canary function requests it. */
export const canary = z.strictObject({ content: contentReference, everyMinutes: z.int().min(1).max(60) });
