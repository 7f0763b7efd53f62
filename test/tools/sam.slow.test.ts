import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { declareSamVariables } from '../../lib/functions/sam-variables.ts';
import { NETWORK, SERVICES } from '../../tools/sam/services.ts';
import { synthesiseStack } from '../lib/synthesise.ts';
import { resourcesOf } from '../lib/template-resources.ts';

const text = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');
const { Parameters } = JSON.parse(await text('tools/sam/env.json')) as { Parameters: Record<string, string> };

test('every variable of the env file is declared by the template, since SAM passes no other', () => {
  const stack = synthesiseStack('staging');
  declareSamVariables(stack);
  const functions = resourcesOf(Template.fromStack(stack), 'AWS::Lambda::Function');
  const declared = functions.map(([, { Properties }]) =>
    Object.keys((Properties.Environment as { Variables: object }).Variables),
  );
  for (const names of declared) expect(names).toContain('AWS_ENDPOINT_URL_DYNAMODB');
  for (const name of Object.keys(Parameters)) expect(declared.flat()).toContain(name);
});

test('no template that is deployed declares an endpoint', () => {
  const functions = resourcesOf(Template.fromStack(synthesiseStack('prod')), 'AWS::Lambda::Function');
  expect(JSON.stringify(functions)).not.toContain('AWS_ENDPOINT_URL');
});

test('the line in the README points to the services by their own names', async () => {
  expect(Object.values(Parameters).map((url) => new URL(url).hostname)).toEqual([SERVICES.tables, SERVICES.api]);
  const line = /^sam local invoke .+$/m.exec(await text('README.md'))![0].split(' ');
  const after = (option: string) => line[line.indexOf(option) + 1];
  expect(after('--docker-network')).toBe(NETWORK);
  expect(after('--env-vars')).toBe('tools/sam/env.json');
  expect(line).toContain('--skip-pull-image');
  const logicalId = line.find((word) => word.startsWith('ExtractFunction'))!;
  const functions = resourcesOf(Template.fromStack(synthesiseStack('dev')), 'AWS::Lambda::Function');
  expect(functions.map(([id]) => id)).toContain(logicalId);
});
