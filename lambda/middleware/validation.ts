import validator from '@middy/validator';
import validate from '../../contract/generated/extract-event.js';
import type { Middleware } from './middleware.ts';

/** API Gateway says null where there is no query at all; the validator is to name what is missing. */
const emptyQuery: Middleware = {
  before: ({ event }) => {
    event.multiValueQueryStringParameters ??= {};
  },
};

/** Refuses a query that the contract does not allow, before anything is looked up. */
export const validation = (): Middleware[] => [
  emptyQuery,
  // The option's type names the compiler; what it takes is the compiled function.
  validator({ eventSchema: validate as never }) as Middleware,
];
