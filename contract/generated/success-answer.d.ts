// Generated from the contract by `npm run generate`.
import type { ErrorObject } from 'ajv';
import type { SuccessAnswer } from '../answer.ts';

declare const validate: {
  (data: unknown): data is SuccessAnswer;
  errors?: Omit<ErrorObject, 'schemaPath'>[] | null;
};
export default validate;
