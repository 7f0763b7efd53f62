import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { consolePage } from '../../../bin/console-page.ts';
import { emptyApp } from '../../../lib/app.ts';
import { EdgeStack } from '../../../lib/edge/edge-stack.ts';
import type { EdgeSettings } from '../../../lib/stage/groups/edge.ts';
import { loadStageSettings } from '../../../lib/stage/load-stage.ts';
import { CONSOLE_HEADERS } from '../../../web/security-headers.ts';
import { onlyResource, type Resource, resourcesOf } from '../template-resources.ts';

const EDGE = {
  siteOrigin: 'https://origin.example.com',
  plan: { rate: 500, burst: 1000 },
  keyVersion: 1,
  floodLimit: 5000,
};
const PATH = '/tools/stream-console';

let folder: string;
/** Of a stage that keeps nothing, and of one that keeps its data. */
let staging: Template;
let prod: Template;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edge-console-'));
  staging = await synthesise('staging');
  prod = await synthesise('prod');
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

async function synthesise(stage: string, edge: EdgeSettings = { ...EDGE, console: PATH }): Promise<Template> {
  const settings = loadStageSettings(stage, { edge });
  const app = emptyApp();
  const page = await consolePage(edge, join(folder, 'page'));
  const stack = new EdgeStack(app, `StreamApi-${stage}-edge`, { settings, edge, consolePage: page });
  return Template.fromStack(stack);
}

interface Behavior {
  readonly PathPattern: string;
  readonly TargetOriginId: string;
  readonly ViewerProtocolPolicy: string;
  readonly ResponseHeadersPolicyId: unknown;
  readonly FunctionAssociations: unknown[];
}
interface ResponseHeaders {
  readonly CustomHeadersConfig: { Items: { Header: string; Value: string; Override: boolean }[] };
  readonly SecurityHeadersConfig: Record<string, Record<string, unknown>>;
}
interface DistributionConfig {
  readonly Origins: { Id: string; DomainName: unknown; OriginAccessControlId?: unknown }[];
  readonly CacheBehaviors: Behavior[];
}
const configOf = (template: Template) =>
  onlyResource(template, 'AWS::CloudFront::Distribution')[1].Properties.DistributionConfig as DistributionConfig;
const consoleBehaviors = (template: Template) =>
  configOf(template).CacheBehaviors.filter(({ PathPattern }) => PathPattern !== '/api/*');

describe('the console page at the edge', () => {
  test('is at its path and below it, beside the API and the site', () => {
    const patterns = configOf(prod).CacheBehaviors.map(({ PathPattern }) => PathPattern);
    expect(patterns).toEqual(['/api/*', PATH, `${PATH}/*`]);
    expect(Object.values(prod.findOutputs('ConsoleUrl'))).toHaveLength(1);
  });

  test('is nowhere unless the stage asks for it', async () => {
    const without = await synthesise('prod', EDGE);
    expect(configOf(without).CacheBehaviors.map(({ PathPattern }) => PathPattern)).toEqual(['/api/*']);
    const types = resourcesOf(without).map(([, { Type }]) => Type);
    expect(types.filter((type) => /^(AWS::(S3|Lambda|IAM|Logs)|Custom)::/.test(type))).toEqual([]);
    expect(without.findOutputs('ConsoleUrl')).toEqual({});
  });

  test('is the page for a deployed stage, whose links are relative', async () => {
    const files = await readdir(join(folder, 'page'), { recursive: true });
    expect(files).toEqual(expect.arrayContaining(['index.html', 'assets/main.js', 'assets/openapi.json']));
    expect(await readFile(join(folder, 'page', 'index.html'), 'utf8')).not.toMatch(/(src|href)="\//);
    expect(await readFile(join(folder, 'page', 'assets', 'main.js'), 'utf8')).not.toContain('/local/catalogue');
  });

  test('lies in a private, encrypted bucket, which only this distribution may read', () => {
    const [bucketId, { Properties: bucket }] = onlyResource(prod, 'AWS::S3::Bucket');
    expect(bucket).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    expect(bucket).toHaveProperty('BucketEncryption');
    const [, { Properties: policy }] = onlyResource(prod, 'AWS::S3::BucketPolicy');
    const { Statement: statements } = policy.PolicyDocument as { Statement: Record<string, unknown>[] };
    expect(statements.filter(({ Effect }) => Effect === 'Deny')).toMatchObject([
      { Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    ]);
    const [distributionId] = onlyResource(prod, 'AWS::CloudFront::Distribution');
    const allowed = statements.filter(({ Effect }) => Effect === 'Allow');
    expect(allowed).toMatchObject([{ Action: 's3:GetObject', Principal: { Service: 'cloudfront.amazonaws.com' } }]);
    expect(JSON.stringify(allowed[0]!.Condition)).toContain(`{"Ref":"${distributionId}"}`);

    const [accessId] = onlyResource(prod, 'AWS::CloudFront::OriginAccessControl');
    for (const { TargetOriginId } of consoleBehaviors(prod)) {
      expect(configOf(prod).Origins.find(({ Id }) => Id === TargetOriginId)).toMatchObject({
        DomainName: { 'Fn::GetAtt': [bucketId, 'RegionalDomainName'] },
        OriginAccessControlId: { 'Fn::GetAtt': [accessId, 'Id'] },
      });
    }
  });

  test('is served with every header that the local stack serves it with', () => {
    const [policyId, { Properties }] = onlyResource(prod, 'AWS::CloudFront::ResponseHeadersPolicy');
    expect(consoleBehaviors(prod)).toHaveLength(2);
    for (const behavior of consoleBehaviors(prod)) {
      expect(behavior).toMatchObject({
        ResponseHeadersPolicyId: { Ref: policyId },
        ViewerProtocolPolicy: 'redirect-to-https',
        Compress: true,
        // CachingOptimized, of AWS's managed policies.
        CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
      });
    }
    const { CustomHeadersConfig: custom, SecurityHeadersConfig: security } =
      Properties.ResponseHeadersPolicyConfig as ResponseHeaders;
    expect({
      'Content-Security-Policy': security.ContentSecurityPolicy?.ContentSecurityPolicy,
      'Referrer-Policy': security.ReferrerPolicy?.ReferrerPolicy,
      // CloudFront knows one value of it.
      'X-Content-Type-Options': security.ContentTypeOptions && 'nosniff',
      ...Object.fromEntries(custom.Items.map(({ Header, Value }) => [Header, Value])),
    }).toEqual(CONSOLE_HEADERS);
    // A header that the bucket set itself does not prevail over these.
    const overriding = [...custom.Items, ...Object.values(security)].map(({ Override }) => Override);
    expect(overriding).toEqual(overriding.map(() => true));
  });

  test('is uploaded below its path, and asked for again at each use', () => {
    const [, { Properties }] = onlyResource(prod, 'Custom::CDKBucketDeployment');
    expect(Properties).toMatchObject({
      DestinationBucketKeyPrefix: PATH.slice(1),
      Prune: true,
      RetainOnDelete: false,
      SystemMetadata: { 'cache-control': 'no-cache' },
    });
  });
});

describe('the way to the console page', () => {
  const routed = (uri: string): unknown => {
    const [, { Properties }] = onlyResource(prod, 'AWS::CloudFront::Function');
    return runInNewContext(`${Properties.FunctionCode}; handler(${JSON.stringify({ request: { uri } })})`);
  };

  test('leads from the bare path to the folder, or relative links would miss it', () => {
    expect(routed(PATH)).toMatchObject({ statusCode: 302, headers: { location: { value: `${PATH}/` } } });
  });

  test('shows the page for the folder and leaves its files alone', () => {
    expect(routed(`${PATH}/`)).toEqual({ uri: `${PATH}/index.html` });
    expect(routed(`${PATH}/assets/main.js`)).toEqual({ uri: `${PATH}/assets/main.js` });
  });

  test('is taken by both behaviours', () => {
    const [id] = onlyResource(prod, 'AWS::CloudFront::Function');
    for (const { FunctionAssociations } of consoleBehaviors(prod)) {
      expect(FunctionAssociations).toEqual([
        { EventType: 'viewer-request', FunctionARN: { 'Fn::GetAtt': [id, 'FunctionARN'] } },
      ]);
    }
  });
});

describe('what is left of the console page when its stack is deleted', () => {
  const stored = (template: Template): Resource[] =>
    resourcesOf(template)
      .map(([, resource]) => resource)
      .filter(({ Type }) => Type === 'AWS::S3::Bucket' || Type === 'AWS::Logs::LogGroup');

  test('nothing in a stage that keeps no data: the bucket is emptied first', () => {
    expect(stored(staging).map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(['Delete', 'Delete']);
    expect(resourcesOf(staging, 'Custom::S3AutoDeleteObjects')).toHaveLength(1);
  });

  test('bucket and log in a stage that keeps its data', () => {
    expect(stored(prod).map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(['Retain', 'RetainExceptOnCreate']);
    expect(resourcesOf(prod, 'Custom::S3AutoDeleteObjects')).toEqual([]);
  });

  test('no log group of a function that the stack does not own: none may create one', () => {
    const [logsId, logs] = onlyResource(staging, 'AWS::Logs::LogGroup');
    expect(logs.Properties).toMatchObject({ RetentionInDays: 14 });
    const [, upload] = onlyResource(staging, 'AWS::Lambda::Function', 'CustomCDKBucketDeployment');
    expect(upload.Properties).toMatchObject({ LoggingConfig: { LogGroup: { Ref: logsId } } });
    const roles = resourcesOf(staging, 'AWS::IAM::Role').map(([, { Properties }]) => Properties);
    expect(roles).toHaveLength(resourcesOf(staging, 'AWS::Lambda::Function').length);
    expect(JSON.stringify(roles)).not.toContain('logs:CreateLogGroup');
    for (const role of roles) expect(role).not.toHaveProperty('ManagedPolicyArns');
    expect(resourcesOf(staging, 'AWS::IAM::Policy')).toEqual([]);
  });
});
