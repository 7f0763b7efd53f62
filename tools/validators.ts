import { Ajv2020 } from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { z } from 'zod';
import { successAnswer } from '../contract/answer.ts';
import { cacheCommand } from '../contract/cache-command.ts';
import { liveAction } from '../contract/events.ts';
import { documentedAnswer, providerAnswer } from '../contract/provider-answer.ts';
import { QUERIES } from '../contract/query.ts';

type JsonSchema = Record<string, unknown>;

/** Where an event has its query, as AJV writes it. */
const QUERY_PATH = '/multiValueQueryStringParameters';

/**
 * Wraps the schema of a parameter, of which API Gateway passes every value. A repeated parameter is refused: what is
 * behind the API might read another of its values than we do.
 */
const once = (value: JsonSchema | true): JsonSchema =>
  value !== true && value.type === 'array' ? value : { type: 'array', minItems: 1, maxItems: 1, items: value };

/**
 * The schema of a proxy event, from the query's schema. The union over mediaType becomes if/then, so that an error
 * names the field that is wrong and not the branches of a union.
 */
function eventSchema(query: JsonSchema): JsonSchema {
  const branches = query.oneOf as { properties: Record<string, JsonSchema>; required: string[] }[];
  const shared = branches[0]!.properties.tmdbId!;
  // What every branch has, beside the two that it is about.
  const common = Object.keys(branches[0]!.properties).filter((name) =>
    branches.every(
      ({ properties }) => JSON.stringify(properties[name]) === JSON.stringify(branches[0]!.properties[name]),
    ),
  );
  const known = [...new Set(branches.flatMap((branch) => Object.keys(branch.properties)))];
  const isRequired = (name: string) => branches.every(({ required }) => required.includes(name));
  const mediaTypes = branches.map((branch) => branch.properties.mediaType!.const);
  const properties: Record<string, unknown> = Object.fromEntries(known.map((name) => [name, once(true)]));
  for (const name of common) properties[name] = once(branches[0]!.properties[name]!);
  properties.tmdbId = once(shared);
  properties.mediaType = once({ type: 'string', enum: mediaTypes });
  const allOf = branches
    .map((branch) => {
      const own = Object.entries(branch.properties).filter(([name]) => !common.includes(name) && name !== 'mediaType');
      return {
        own,
        rule: {
          if: {
            properties: { mediaType: { items: { const: branch.properties.mediaType!.const } } },
            required: ['mediaType'],
          },
          // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
          then: {
            // That each is there once is a rule of every media type.
            properties: Object.fromEntries(own.map(([name, schema]) => [name, { items: schema }])),
            required: own.map(([name]) => name),
          },
        },
      };
    })
    .filter(({ own }) => own.length > 0)
    .map(({ rule }) => rule);
  return {
    type: 'object',
    required: ['multiValueQueryStringParameters'],
    properties: {
      multiValueQueryStringParameters: {
        type: 'object',
        required: ['tmdbId', 'mediaType', ...common.filter((name) => name !== 'tmdbId' && isRequired(name))],
        properties,
        allOf,
      },
    },
  };
}

/** Without annotations: AJV would copy them into the code. */
const jsonSchema = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, {
    io: 'input',
    override: ({ jsonSchema: each }) => {
      delete each.description;
      delete each.example;
    },
  }) as JsonSchema;

interface Validator {
  readonly schema: JsonSchema;
  /** The type that it guards, and the module of the contract that declares it. */
  readonly guards?: readonly [type: string, module: string];
  /** Without it, the first error is the only one. */
  readonly allErrors?: true;
  /** Of a route: its errors become the details of a 400. */
  readonly isOfEvent?: true;
}

const VALIDATORS: Record<string, Validator> = {
  ...Object.fromEntries(
    Object.entries(QUERIES).map(([name, query]) => [
      `${name}-event`,
      { schema: eventSchema(jsonSchema(query)), allErrors: true as const, isOfEvent: true as const },
    ]),
  ),
  'provider-answer': {
    schema: jsonSchema(providerAnswer),
    guards: ['ProviderAnswer', 'provider-answer'],
  },
  'documented-answer': {
    schema: jsonSchema(documentedAnswer),
    guards: ['DocumentedAnswer', 'provider-answer'],
    allErrors: true,
  },
  'success-answer': { schema: jsonSchema(successAnswer), guards: ['SuccessAnswer', 'answer'] },
  'live-action': { schema: jsonSchema(liveAction), guards: ['LiveAction', 'events'] },
  'cache-command': { schema: jsonSchema(cacheCommand), guards: ['CacheCommand', 'cache-command'] },
};

/** What `validationDetails` does not read of an event's errors. */
const UNREAD_PARAMS = /params:\s*\{(?:type:\s*"\w+"|limit:\s*1(?!\d))\}/g;

function standaloneModule(schema: JsonSchema, allErrors: boolean): string {
  const ajv = new Ajv2020({
    strict: true,
    strictRequired: false,
    strictTypes: false,
    allErrors,
    // AJV's sentences are never read, since the contract has better ones, and they are a third of the code.
    messages: false,
    code: { source: true, esm: true },
    // Zod writes a pattern beside every format.
    formats: { 'date-time': true },
  });
  const { $schema: _dialect, ...body } = schema;
  const code = standaloneCode.default(ajv, ajv.compile(body));
  // Where in the schema an error arose is never read, nor which values or pattern it allows: a third of the code, since
  // without them the schema itself is not part of it. The path of an event's error begins at the query.
  return code
    .replace(/schemaPath:"[^"]*",/g, '')
    .replace(/params:\{(?:allowedValues?|pattern): ?(?:"(?:[^"\\]|\\.)*"|[\w.[\]"]+)\}/g, 'params:{}')
    .replaceAll(`"${QUERY_PATH}`, '"');
}

/** Path in the project → text: for each schema an ES module whose default export is AJV's compiled validator. */
export async function validatorModules(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const [
    name,
    { schema, guards: [type, declaredIn] = ['unknown'], allErrors = false, isOfEvent },
  ] of Object.entries(VALIDATORS)) {
    // AJV's code requires its small runtime parts; esbuild makes it a module without imports.
    const module = standaloneModule(schema, allErrors);
    const bundled = await build({
      stdin: {
        contents: isOfEvent ? module.replace(UNREAD_PARAMS, 'params:{}') : module,
        resolveDir: import.meta.dirname,
      },
      bundle: true,
      format: 'esm',
      platform: 'node',
      minify: true,
      write: false,
      logLevel: 'error',
    });
    const code = bundled.outputFiles[0]!.text.trimEnd();
    files.set(`contract/generated/${name}.js`, `// Generated from the contract by \`npm run generate\`.\n${code}\n`);
    files.set(
      `contract/generated/${name}.d.ts`,
      [
        '// Generated from the contract by `npm run generate`.',
        "import type { ErrorObject } from 'ajv';",
        ...(declaredIn ? [`import type { ${type} } from '../${declaredIn}.ts';`] : []),
        '',
        'declare const validate: {',
        `  (data: unknown): data is ${type};`,
        "  errors?: Omit<ErrorObject, 'schemaPath'>[] | null;",
        '};',
        'export default validate;',
        '',
      ].join('\n'),
    );
  }
  return files;
}
