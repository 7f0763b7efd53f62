// Generated from the contract by `npm run generate`.
import type { ErrorObject } from 'ajv';
import type { ExtractorAnswer } from '../provider-answer.ts';

declare const validate: {
  (data: unknown): data is ExtractorAnswer;
  errors?: ErrorObject[] | null;
};
export default validate;
