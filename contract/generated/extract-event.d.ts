// Generated from the contract by `npm run generate`.
import type { ErrorObject } from 'ajv';

declare const validate: {
  (data: unknown): data is unknown;
  errors?: ErrorObject[] | null;
};
export default validate;
