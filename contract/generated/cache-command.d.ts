// Generated from the contract by `npm run generate`.
import type { ErrorObject } from 'ajv';
import type { CacheCommand } from '../cache-command.ts';

declare const validate: {
  (data: unknown): data is CacheCommand;
  errors?: Omit<ErrorObject, 'schemaPath'>[] | null;
};
export default validate;
