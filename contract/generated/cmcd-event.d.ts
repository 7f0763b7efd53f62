// Generated from the contract by `npm run generate`.
import type { ErrorObject } from 'ajv';

declare const validate: {
  (data: unknown): data is unknown;
  errors?: Omit<ErrorObject, 'schemaPath'>[] | null;
};
export default validate;
