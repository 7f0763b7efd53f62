import { ERROR_OCCASIONS, type ErrorOccasion } from '../contract/errors/error-occasions.ts';
import { ERRORS, type ErrorName } from '../contract/errors/error-table.ts';

const INTRODUCTION = `# Errors

Every error of the API. All have one form, with its status (those of the edge without \`requestId\`). What CloudFront
itself refuses, where a stage has an edge, is HTML.

\`\`\`json
{ "error": "Validation error", "message": "tmdbId is required.", "retryable": false, "requestId": "…" }
\`\`\`

\`error\` is one of the words below and never changes; \`message\` is for people. A client may repeat the request when
\`retryable\` is true, after \`Retry-After\` seconds where the answer has that header. A 400 for parameters carries
\`details\`, one \`{ "field", "message" }\` for each.

<!-- Made from contract/errors/error-table.ts and contract/errors/error-occasions.ts by \`npm run generate\`. -->
`;

/** The text of `docs/errors.md`. */
export function errorReference(): string {
  const rows = (Object.keys(ERRORS) as ErrorName[]).flatMap((name) => {
    const { status, error, retryable } = ERRORS[name];
    return occasionsOf(name).map(
      ({ from, when, retryAfter }) =>
        `| ${status} | ${error} | ${retryable ? 'yes' : 'no'} | ${from} | ${when} | ${waitOf(retryAfter)} |`,
    );
  });
  const table = ['| Status | `error` | Retryable | From | When | Retry-After |', '|---|---|---|---|---|---|', ...rows];
  return `${INTRODUCTION}\n${table.join('\n')}\n`;
}

const occasionsOf = (name: ErrorName): ErrorOccasion[] =>
  Object.values(ERROR_OCCASIONS).filter(({ error }) => error === name);

const waitOf = (retryAfter: ErrorOccasion['retryAfter']): string =>
  typeof retryAfter === 'number' ? `${retryAfter} s` : (retryAfter ?? '');
