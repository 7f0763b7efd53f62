// Generated from the contract by `npm run generate`.
import type { ErrorObject } from 'ajv';
import type { ProviderAnswer } from '../provider-answer.ts';

declare const validate: {
  (data: unknown): data is ProviderAnswer;
  errors?: ErrorObject[] | null;
};
export default validate;
