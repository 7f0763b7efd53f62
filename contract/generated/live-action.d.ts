// Generated from the contract by `npm run generate`.
import type { ErrorObject } from 'ajv';
import type { LiveAction } from '../events.ts';

declare const validate: {
  (data: unknown): data is LiveAction;
  errors?: Omit<ErrorObject, 'schemaPath'>[] | null;
};
export default validate;
