// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of Fn::Sub
import { describe, expect, test } from '@jest/globals';
import { Intrinsics } from '../../local/template/intrinsics.ts';
import { readTemplate } from '../../local/template/template.ts';
import { TEMPLATE } from './stage.ts';

const stack = readTemplate(TEMPLATE, 'Probe-test', '/bundles');

test('a function comes with its environment, limits and bundle', () => {
  expect(stack.functions[0]).toEqual({
    key: 'probe',
    name: 'Probe-test-Probe',
    logicalId: 'Probe',
    arn: 'arn:aws:lambda:us-east-1:000000000000:function:Probe-test-Probe',
    version: '1',
    aliases: ['live'],
    taskRoot: '/bundles',
    handler: 'probe.handler',
    timeoutMs: 20_000,
    memoryMb: 256,
    environment: { STAGE: 'test', CACHE_TABLE: 'Probe-test-Cache', JOINED: 'a-us-east-1' },
    maxEventAgeMs: 21_600_000,
  });
});

test('a function without an alias runs its latest version, with the event age that is set for it', () => {
  expect(stack.functions[1]).toMatchObject({ version: '$LATEST', aliases: [], maxEventAgeMs: 60_000 });
});

test('a function that CDK adds for itself, without a bundle of ours, is left out', () => {
  const Provider = { Type: 'AWS::Lambda::Function', Properties: { Handler: 'index.handler', Code: { ZipFile: '' } } };
  const { functions } = readTemplate({ Resources: { ...TEMPLATE.Resources, Provider } }, 'Probe-test', '/bundles');
  expect(functions.map(({ logicalId }) => logicalId)).toEqual(['Probe', 'Slow']);
});

test('a route is its path through all its parents, and its function through the alias', () => {
  expect(stack.api.routes.map(({ path, method, apiKeyRequired }) => ({ path, method, apiKeyRequired }))).toEqual([
    { path: '/open', method: 'ANY', apiKeyRequired: false },
    { path: '/open/keyed', method: 'ANY', apiKeyRequired: true },
  ]);
  expect(stack.api.routes[0]!.functionArn).toBe('arn:aws:lambda:us-east-1:000000000000:function:Probe-test-Probe:live');
});

test('the API has the throttles, keys and compression of the template', () => {
  expect(stack.api).toMatchObject({
    stageName: 'test',
    throttle: { rate: 1, burst: 12 },
    minimumCompressionSize: 1024,
    keys: [{ id: 'Probe-test-Key', value: undefined, throttle: { rate: 1, burst: 2 }, dailyQuota: 3 }],
  });
});

test('an integration that cannot be played is refused, rather than played wrongly', () => {
  const OpenMethod = structuredClone(TEMPLATE.Resources.OpenMethod!);
  OpenMethod.Properties.Integration.Type = 'MOCK';
  expect(() => readTemplate({ Resources: { ...TEMPLATE.Resources, OpenMethod } }, 'Probe-test', '/')).toThrow(
    'The local stack cannot serve ANY /open',
  );
});

describe('an intrinsic function', () => {
  const names = new Intrinsics(TEMPLATE, 'S');

  test.each([
    [{ Ref: 'Cache' }, 'S-Cache'],
    [{ Ref: 'AWS::StackName' }, 'S'],
    [{ Ref: 'Version' }, 'arn:aws:lambda:us-east-1:000000000000:function:S-Probe:1'],
    [{ Ref: 'Stage' }, 'test'],
    [{ 'Fn::GetAtt': ['Probe', 'Arn'] }, 'arn:aws:lambda:us-east-1:000000000000:function:S-Probe'],
    [{ 'Fn::GetAtt': 'Probe.Arn' }, 'arn:aws:lambda:us-east-1:000000000000:function:S-Probe'],
    [
      { 'Fn::Sub': '${AWS::Region}/${Cache}/${Probe.Arn}/${!Kept}' },
      'us-east-1/S-Cache/arn:aws:lambda:us-east-1:000000000000:function:S-Probe/${Kept}',
    ],
    [{ 'Fn::Sub': ['${a}-${b}', { a: { Ref: 'Cache' }, b: 1 }] }, 'S-Cache-1'],
    [{ 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
    [{ 'Fn::Join': ['', ['a', { Ref: 'AWS::NoValue' }, 'b']] }, 'ab'],
    [{ kept: { Ref: 'AWS::Partition' }, gone: { Ref: 'AWS::NoValue' } }, { kept: 'aws' }],
  ])('%j', (value, resolved) => {
    expect(names.resolve(value)).toEqual(resolved);
  });

  test('that is not known is refused', () => {
    expect(() => names.resolve({ 'Fn::ImportValue': 'x' })).toThrow('cannot resolve Fn::ImportValue');
  });
});
