import { z } from 'zod';
import { FUNCTIONS } from '../lib/bundling/functions.ts';

/** What the schema of a variable may hold: the rules of a function are made of these alone. */
interface VariableSchema {
  readonly type: 'string';
  readonly minLength?: 1;
  readonly pattern?: string;
}

/**
 * Path in the project → text: for each function a table from variable to pattern. A compiled validator for these flat
 * schemas would be ten times as long, and every start loads it.
 */
export function environmentRuleModules(): Map<string, string> {
  const files = new Map<string, string>();
  for (const [name, { environment }] of Object.entries(FUNCTIONS)) {
    const { properties = {} } = z.toJSONSchema(environment, { io: 'input' });
    const rules = Object.entries(properties).map(
      ([variable, rule]) => `  ${variable}: /${patternOf(variable, rule)}/,`,
    );
    files.set(
      `contract/generated/${name}-environment.js`,
      `// Generated from the schema by \`npm run generate\`.\nexport default {\n${rules.join('\n')}\n};\n`,
    );
    files.set(
      `contract/generated/${name}-environment.d.ts`,
      [
        '// Generated from the schema by `npm run generate`.',
        '/** Every variable must be set, and match. */',
        'declare const rules: Readonly<Record<string, RegExp>>;',
        'export default rules;',
        '',
      ].join('\n'),
    );
  }
  return files;
}

function patternOf(variable: string, rule: unknown): string {
  const { type, minLength, pattern, ...more } = rule as VariableSchema;
  if (type !== 'string' || Object.keys(more).length > 0 || (minLength !== undefined && minLength !== 1)) {
    throw new Error(`The rule of ${variable} is more than a pattern can express: ${JSON.stringify(rule)}`);
  }
  return pattern ?? (minLength === 1 ? '.' : '(?:)');
}
