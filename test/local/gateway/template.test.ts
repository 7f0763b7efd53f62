// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of Fn::Sub
import { describe, expect, test } from '@jest/globals';
import { Intrinsics } from '../../../local/template/intrinsics.ts';
import { readTemplate } from '../../../local/template/template.ts';
import { TEMPLATE } from '../stage.ts';

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
    retryAttempts: 2,
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

test('a route has the throttle of its own method, else of all methods of its path', () => {
  const setting = (ResourcePath: string, HttpMethod: string, burst: number) => ({
    ...{ ResourcePath, HttpMethod },
    ...{ ThrottlingRateLimit: 1, ThrottlingBurstLimit: burst },
  });
  const Stage = structuredClone(TEMPLATE.Resources.Stage!);
  Stage.Properties.MethodSettings.push(setting('/~1open~1keyed', '*', 2), setting('/~1open~1keyed', 'ANY', 3), {
    ResourcePath: '/~1open',
    HttpMethod: 'ANY',
    LoggingLevel: 'INFO',
  });
  const { api } = readTemplate({ Resources: { ...TEMPLATE.Resources, Stage } }, 'Probe-test', '/');
  expect(api.throttle).toEqual({ rate: 1, burst: 12 });
  expect(api.routes.map(({ path, throttle }) => [path, throttle])).toEqual([
    ['/open', undefined],
    ['/open/keyed', { rate: 1, burst: 3 }],
  ]);
});

test('what a template leaves out is as in the cloud', () => {
  const [Probe, OpenMethod] = [
    structuredClone(TEMPLATE.Resources.Probe!),
    structuredClone(TEMPLATE.Resources.OpenMethod!),
  ];
  for (const name of ['Timeout', 'MemorySize', 'Environment']) delete Probe.Properties[name];
  delete OpenMethod.Properties.Integration.TimeoutInMillis;
  delete OpenMethod.Properties.ApiKeyRequired;
  const bare = readTemplate({ Resources: { ...TEMPLATE.Resources, Probe, OpenMethod } }, 'Probe-test', '/bundles');
  expect(bare.functions[0]).toMatchObject({ timeoutMs: 3_000, memoryMb: 128, environment: {} });
  expect(bare.api.routes[0]).toMatchObject({ path: '/open', timeoutMs: 29_000, apiKeyRequired: false });
});

test('a key that is disabled, or on no plan, is none; a quota is by the day; there is one API with a stage', () => {
  const read = (changes: Record<string, unknown>) =>
    readTemplate({ Resources: { ...TEMPLATE.Resources, ...changes } as typeof TEMPLATE.Resources }, 'Probe-test', '/')
      .api;
  const changed = (type: string, properties: object) => {
    const [id, resource] = Object.entries(TEMPLATE.Resources).find(([, { Type }]) => Type === type)!;
    return { [id]: { ...resource, Properties: { ...resource.Properties, ...properties } } };
  };
  expect(read({}).keys).toHaveLength(1);
  expect(read(changed('AWS::ApiGateway::ApiKey', { Enabled: false })).keys).toEqual([]);
  expect(read(changed('AWS::ApiGateway::UsagePlanKey', { UsagePlanId: 'another' })).keys).toEqual([]);
  expect(() => read(changed('AWS::ApiGateway::UsagePlan', { Quota: { Limit: 3, Period: 'WEEK' } }))).toThrow(
    'The local stack counts quotas by the day only',
  );
  const Second = { Type: 'AWS::ApiGateway::RestApi', Properties: {} };
  const noStage = changed('AWS::ApiGateway::Stage', {});
  for (const resource of Object.values(noStage)) Object.assign(resource, { Type: 'AWS::Other' });
  for (const changes of [{ Second }, noStage]) {
    expect(() => read(changes)).toThrow('The local stack needs exactly one REST API with a stage');
  }
});

describe('a schedule', () => {
  const schedulesOf = (changes: object) => {
    const Rule = structuredClone(TEMPLATE.Resources.EverySoOften!);
    Object.assign(Rule.Properties, changes);
    return readTemplate({ Resources: { ...TEMPLATE.Resources, EverySoOften: Rule } }, 'Probe-test', '/').schedules;
  };

  test.each([
    ['rate(1 minute)', 60_000],
    ['rate(5 minutes)', 300_000],
    ['rate(1 hour)', 3_600_000],
    ['rate(2 days)', 172_800_000],
  ])('%s is a function and its interval', (ScheduleExpression, everyMs) => {
    expect(schedulesOf({ ScheduleExpression })).toEqual([
      {
        arn: 'arn:aws:events:us-east-1:000000000000:rule/Probe-test-EverySoOften',
        functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:Probe-test-Probe:live',
        everyMs,
      },
    ]);
  });

  test('that is disabled, or a rule without one, is left out', () => {
    expect(schedulesOf({ State: 'DISABLED' })).toEqual([]);
    expect(schedulesOf({ ScheduleExpression: undefined, EventPattern: {} })).toEqual([]);
  });

  test('that the local stack cannot run is refused', () => {
    expect(() => schedulesOf({ ScheduleExpression: 'cron(0 12 * * ? *)' })).toThrow(
      'The local stack cannot run the schedule cron(0 12 * * ? *) of EverySoOften',
    );
  });
});

test('an integration that the local stack does not have is refused', () => {
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
    [{ kept: { Ref: 'AWS::Partition' }, dropped: { Ref: 'AWS::NoValue' } }, { kept: 'aws' }],
  ])('%j', (value, resolved) => {
    expect(names.resolve(value)).toEqual(resolved);
  });

  test('that is not known is refused', () => {
    expect(() => names.resolve({ 'Fn::ImportValue': 'x' })).toThrow('cannot resolve Fn::ImportValue');
  });
});
