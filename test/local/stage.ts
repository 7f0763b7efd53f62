import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalOptions } from '../../local/options.ts';
import { type LocalStack, type StackParts, startStack } from '../../local/stack.ts';
import type { Template } from '../../local/template/intrinsics.ts';
import { readTemplate } from '../../local/template/template.ts';

/** The `do` of its event, or of its query, selects what the probe function does. */
const PROBE = `
'use strict';
const started = Date.now();
let calls = 0;
console.log('cold start');
exports.handler = async (event, context) => {
  const query = event.queryStringParameters ?? event;
  const wish = query.do ?? 'echo';
  calls += 1;
  if (wish === 'throw') throw new TypeError('as asked');
  if (wish === 'exit') process.exit(7);
  if (wish === 'hang') await new Promise(() => setInterval(() => undefined, 1000));
  if (wish === 'nonsense') return 'no proxy result';
  if (wish === 'wait') await new Promise((resolve) => setTimeout(resolve, Number(query.ms)));
  if (wish === 'log') console.log(JSON.stringify({ level: 'INFO', message: query.text, separator: '\\u2028' }));
  const report = { event, calls, pid: process.pid, environment: process.env, finished: Date.now(),
    remaining: context.getRemainingTimeInMillis(), arn: context.invokedFunctionArn, requestId: context.awsRequestId };
  if (!event.httpMethod) return report;
  if (wish === 'empty') return { statusCode: 204, headers: {}, body: '' };
  return {
    statusCode: Number(query.status ?? 200),
    headers: { 'Content-Type': 'application/json', 'X-Probe': 'yes' },
    multiValueHeaders: { Vary: ['Origin', 'Accept'] },
    body: wish === 'long' ? JSON.stringify('x'.repeat(5000)) : JSON.stringify(report),
  };
};
`;

const probe = () => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Handler: 'probe.handler',
    Timeout: 20,
    MemorySize: 256,
    Environment: {
      Variables: {
        STAGE: 'test',
        CACHE_TABLE: { Ref: 'Cache' },
        JOINED: { 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }]] },
      },
    },
  },
  Metadata: { 'aws:asset:path': '.' },
});

const invocationUri = (arn: unknown) => ({
  'Fn::Join': [
    '',
    ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:us-east-1:lambda:path/2015-03-31/functions/', arn, '/invocations'],
  ],
});

const method = (resource: string, properties: object) => ({
  Type: 'AWS::ApiGateway::Method',
  Properties: {
    HttpMethod: 'ANY',
    ResourceId: { Ref: resource },
    RestApiId: { Ref: 'Api' },
    Integration: { Type: 'AWS_PROXY', Uri: invocationUri({ Ref: 'Live' }), TimeoutInMillis: 2500 },
    ...properties,
  },
});

const response = (type: string, status: string, error: string) => ({
  Type: 'AWS::ApiGateway::GatewayResponse',
  Properties: {
    ResponseType: type,
    StatusCode: status,
    ResponseParameters: { 'gatewayresponse.header.Retry-After': "'7'" },
    ResponseTemplates: {
      'application/json': `{"error":"${error}","message":$context.error.messageString,"requestId":"$context.requestId"}`,
    },
  },
});

/** A stack written by hand: two routes and a schedule invoke the function `probe` through its alias. */
export const TEMPLATE: Template = {
  Resources: {
    Probe: probe(),
    Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Probe' } } },
    Live: {
      Type: 'AWS::Lambda::Alias',
      Properties: {
        Name: 'live',
        FunctionName: { Ref: 'Probe' },
        FunctionVersion: { 'Fn::GetAtt': ['Version', 'Version'] },
      },
    },
    Slow: probe(),
    Events: {
      Type: 'AWS::Lambda::EventInvokeConfig',
      Properties: {
        FunctionName: { Ref: 'Slow' },
        MaximumEventAgeInSeconds: 60,
        MaximumRetryAttempts: 0,
        Qualifier: '$LATEST',
      },
    },
    Cache: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      },
    },
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'test', MinimumCompressionSize: 1024 } },
    Stage: {
      Type: 'AWS::ApiGateway::Stage',
      Properties: {
        StageName: 'test',
        RestApiId: { Ref: 'Api' },
        MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 1, ThrottlingBurstLimit: 12 }],
      },
    },
    Open: resource('open', { 'Fn::GetAtt': ['Api', 'RootResourceId'] }),
    Keyed: resource('keyed', { Ref: 'Open' }),
    OpenMethod: method('Open', {}),
    KeyedMethod: method('Keyed', { ApiKeyRequired: true }),
    Key: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Enabled: true } },
    Plan: {
      Type: 'AWS::ApiGateway::UsagePlan',
      Properties: { Throttle: { RateLimit: 1, BurstLimit: 2 }, Quota: { Limit: 3, Period: 'DAY' } },
    },
    PlanKey: {
      Type: 'AWS::ApiGateway::UsagePlanKey',
      Properties: { KeyId: { Ref: 'Key' }, KeyType: 'API_KEY', UsagePlanId: { Ref: 'Plan' } },
    },
    EverySoOften: {
      Type: 'AWS::Events::Rule',
      Properties: {
        ScheduleExpression: 'rate(5 minutes)',
        State: 'ENABLED',
        Targets: [{ Id: 'T', Arn: { Ref: 'Live' } }],
      },
    },
    Unknown: response('MISSING_AUTHENTICATION_TOKEN', '404', 'Not found'),
    Throttled: response('THROTTLED', '429', 'Too many requests'),
    ServerError: response('DEFAULT_5XX', '500', 'Internal server error'),
    TimedOut: response('INTEGRATION_TIMEOUT', '504', 'Request timeout'),
  },
};

function resource(part: string, parent: unknown) {
  return {
    Type: 'AWS::ApiGateway::Resource',
    Properties: { ParentId: parent, PathPart: part, RestApiId: { Ref: 'Api' } },
  };
}

/** A temporary folder with the bundle of the probe function. */
export async function stageFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'stream-api-local-'));
  mkdirSync(join(path, 'bundle'));
  writeFileSync(join(path, 'bundle', 'probe.js'), PROBE);
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Starts the hand-written stack on a free port. */
export function startProbeStack(
  folder: string,
  parts: StackParts = {},
  options: Partial<LocalOptions> = {},
): Promise<LocalStack> {
  return startStack(
    {
      port: 0,
      stage: 'test',
      providerUrls: [],
      containers: 2,
      dataDir: join(folder, 'data'),
      trustedOrigins: [],
      ...options,
    },
    { define: async () => readTemplate(TEMPLATE, 'Probe-test', join(folder, 'bundle')), ...parts },
  );
}
