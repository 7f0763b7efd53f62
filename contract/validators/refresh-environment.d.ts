// Generated from the contract by `npm run generate`.
import type { ErrorObject } from 'ajv';

declare const validate: {
  (data: unknown): data is Record<string, string | undefined>;
  errors?: ErrorObject[] | null;
};
export default validate;
