// Generated from the contract by `npm run generate`.
import type { ErrorObject } from 'ajv';
import type { DocumentedAnswer } from '../provider-answer.ts';

declare const validate: {
  (data: unknown): data is DocumentedAnswer;
  errors?: Omit<ErrorObject, 'schemaPath'>[] | null;
};
export default validate;
