// Generated from the contract by `npm run generate`.
import type { ErrorObject } from 'ajv';
import type { CatalogueRow } from '../catalogue.ts';

declare const validate: {
  (data: unknown): data is CatalogueRow;
  errors?: ErrorObject[] | null;
};
export default validate;
