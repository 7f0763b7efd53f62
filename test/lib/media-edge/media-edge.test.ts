import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Annotations, Match, type Template } from 'aws-cdk-lib/assertions';
import { emptyApp } from '../../../lib/app.ts';
import { MediaEdge, VERIFY_TOKEN } from '../../../lib/media-edge/media-edge.ts';
import { loadStageSettings, type StageOverrides, StageSettingsError } from '../../../lib/stage/load-stage.ts';
import { STAGES } from '../../../lib/stage/stages.ts';
import { synthesise } from '../synthesise.ts';
import { onlyResource, type Resource, resourcesOf } from '../template-resources.ts';

const CERTIFICATE = 'arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f';
const SECRET = 'media-key';

const withMedia = (mediaEdge: object, stage = 'prod') =>
  synthesise(stage, { mediaEdge: { secret: SECRET, ...mediaEdge } } as StageOverrides);

interface Origin {
  readonly DomainName: unknown;
  readonly OriginPath?: string;
  readonly OriginAccessControlId?: unknown;
  readonly CustomOriginConfig?: object;
}
interface DistributionConfig {
  readonly Origins: readonly Origin[];
  readonly DefaultCacheBehavior: Record<string, unknown>;
  readonly CacheBehaviors?: readonly unknown[];
  readonly Logging?: unknown;
  readonly Aliases?: readonly string[];
  readonly ViewerCertificate?: object;
}
const distributionOf = (template: Template): DistributionConfig =>
  onlyResource(template, 'AWS::CloudFront::Distribution')[1].Properties.DistributionConfig as DistributionConfig;
const originOf = (template: Template): Origin => {
  const { Origins: origins } = distributionOf(template);
  expect(origins).toHaveLength(1);
  return origins[0]!;
};
const outputsOf = (template: Template) =>
  Object.fromEntries(
    Object.entries(template.findOutputs('*'))
      .filter(([name]) => name.startsWith('Media'))
      .map(([name, { Value: value }]) => [name, value as unknown]),
  );
const allowed = (policy: Resource) =>
  (policy.Properties.PolicyDocument as { Statement: Record<string, unknown>[] }).Statement.filter(
    ({ Effect }) => Effect === 'Allow',
  );

const own = withMedia({});

describe('the way of a request', () => {
  test('every request passes the very file that verifies tokens, with the store of its keys', () => {
    const [functionId, { Properties }] = onlyResource(own, 'AWS::CloudFront::Function');
    const [storeId] = onlyResource(own, 'AWS::CloudFront::KeyValueStore');
    expect(Properties.FunctionCode).toBe(readFileSync(VERIFY_TOKEN, 'utf8'));
    expect(Properties).toMatchObject({
      AutoPublish: true,
      FunctionConfig: {
        Runtime: 'cloudfront-js-2.0',
        KeyValueStoreAssociations: [{ KeyValueStoreARN: { 'Fn::GetAtt': [storeId, 'Arn'] } }],
      },
    });
    const { DefaultCacheBehavior: behavior, CacheBehaviors: others } = distributionOf(own);
    expect(others).toBeUndefined();
    expect(behavior.FunctionAssociations).toEqual([
      { EventType: 'viewer-request', FunctionARN: { 'Fn::GetAtt': [functionId, 'FunctionARN'] } },
    ]);
  });

  test('the store begins empty: no key is in the template, nor could one be', () => {
    const [, { Properties }] = onlyResource(own, 'AWS::CloudFront::KeyValueStore');
    expect(Properties).not.toHaveProperty('ImportSource');
    const media = resourcesOf(own).filter(([id]) => id.startsWith('MediaEdge'));
    expect(media.map(([, { Type }]) => Type).filter((type) => type.startsWith('AWS::SecretsManager'))).toEqual([]);
    expect(JSON.stringify(media)).not.toContain('resolve:secretsmanager');
  });

  test('is encrypted, reads only, and lets the function answer OPTIONS', () => {
    expect(distributionOf(own).DefaultCacheBehavior).toMatchObject({
      ViewerProtocolPolicy: 'https-only',
      AllowedMethods: ['GET', 'HEAD', 'OPTIONS'],
      Compress: true,
    });
  });

  test('is cached by the path without the token: CachingOptimized has no query, cookie or Origin in its key', () => {
    const { DefaultCacheBehavior: behavior } = distributionOf(own);
    expect(behavior.CachePolicyId).toBe('658327ea-f89d-4fab-a63d-7e88639e58f6');
    expect(behavior).not.toHaveProperty('OriginRequestPolicyId');
  });

  test('is not logged: paths are tokens', () => {
    expect(distributionOf(own)).not.toHaveProperty('Logging');
    const [, { Properties }] = onlyResource(own, 'AWS::S3::Bucket');
    expect(Properties).not.toHaveProperty('LoggingConfiguration');
  });
});

describe('the origin', () => {
  test('is a private bucket that the stack makes, which only the distribution reads, and which outlives every stage', () => {
    for (const stage of Object.keys(STAGES)) {
      const template = withMedia({}, stage);
      const [bucketId, bucket] = onlyResource(template, 'AWS::S3::Bucket');
      expect(bucket.DeletionPolicy).toBe('Retain');
      expect(bucket.Properties).toMatchObject({
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      });
      const [distributionId] = onlyResource(template, 'AWS::CloudFront::Distribution');
      const [, policy] = onlyResource(template, 'AWS::S3::BucketPolicy');
      expect(allowed(policy).flatMap(({ Action }) => Action)).toEqual(['s3:GetObject', 's3:ListBucket']);
      for (const statement of allowed(policy)) {
        expect(statement.Principal).toEqual({ Service: 'cloudfront.amazonaws.com' });
        expect(JSON.stringify(statement.Condition)).toContain(`{"Ref":"${distributionId}"}`);
      }
      const [accessId] = onlyResource(template, 'AWS::CloudFront::OriginAccessControl');
      expect(originOf(template)).toMatchObject({
        DomainName: { 'Fn::GetAtt': [bucketId, 'RegionalDomainName'] },
        OriginAccessControlId: { 'Fn::GetAtt': [accessId, 'Id'] },
      });
      expect(outputsOf(template)).toMatchObject({ MediaBucketName: { Ref: bucketId } });
    }
  });

  test('is a bucket that the operator has, whose policy stays theirs: what it must say is an output', () => {
    const template = withMedia({ bucket: 'films', bucketRegion: 'eu-north-1' });
    expect(resourcesOf(template, 'AWS::S3::Bucket')).toEqual([]);
    expect(resourcesOf(template, 'AWS::S3::BucketPolicy')).toEqual([]);
    onlyResource(template, 'AWS::CloudFront::OriginAccessControl');
    expect(JSON.stringify(originOf(template).DomainName)).toContain('films.s3.eu-north-1.');
    expect(originOf(template)).toHaveProperty('OriginAccessControlId');

    const [distributionId] = onlyResource(template, 'AWS::CloudFront::Distribution');
    const { 'Fn::Join': [, parts] = ['', []] } = outputsOf(template).MediaBucketPolicy as {
      'Fn::Join': [string, unknown[]];
    };
    const written = parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join('');
    expect(written).toContain(`{"Ref":"${distributionId}"}`);
    const policy = JSON.parse(parts.map((part) => (typeof part === 'string' ? part : 'token')).join(''));
    expect(policy.Statement).toMatchObject([
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Action: ['s3:GetObject', 's3:ListBucket'],
        Condition: { StringEquals: { 'AWS:SourceArn': expect.any(String) } },
      },
    ]);
  });

  test('is a bucket in the region of the stage unless another is named', () => {
    expect(JSON.stringify(originOf(withMedia({ bucket: 'films' })).DomainName)).toContain('{"Ref":"AWS::Region"}');
  });

  test.each([
    ['https://origin.example.com/', undefined],
    ['https://origin.example.com/media/films/', '/media/films'],
  ])('is the server %s, asked over https below the path %s', (origin, path) => {
    const template = withMedia({ origin });
    expect(resourcesOf(template).filter(([, { Type }]) => /S3|OriginAccessControl/.test(Type))).toEqual([]);
    const { DomainName, OriginPath, CustomOriginConfig } = originOf(template);
    expect([DomainName, OriginPath]).toEqual(['origin.example.com', path]);
    expect(CustomOriginConfig).toMatchObject({ OriginProtocolPolicy: 'https-only' });
  });
});

describe('what a page may read', () => {
  const headersOf = (template: Template) => {
    const [id, { Properties }] = onlyResource(template, 'AWS::CloudFront::ResponseHeadersPolicy');
    expect(distributionOf(template).DefaultCacheBehavior.ResponseHeadersPolicyId).toEqual({ Ref: id });
    return Properties.ResponseHeadersPolicyConfig as Record<string, object>;
  };

  test.each([
    [{}, ['*']],
    [{ corsOrigins: ['https://www.example.com'] }, ['https://www.example.com']],
  ])('with %j it is pages of %j, without cookies', (settings, origins) => {
    expect(headersOf(withMedia(settings)).CorsConfig).toMatchObject({
      AccessControlAllowCredentials: false,
      AccessControlAllowOrigins: { Items: origins },
      AccessControlAllowMethods: { Items: ['GET', 'HEAD', 'OPTIONS'] },
      OriginOverride: true,
    });
  });

  test('no page passes the token on by its Referer, and no type is guessed', () => {
    expect(headersOf(own).SecurityHeadersConfig).toMatchObject({
      ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
      ContentTypeOptions: { Override: true },
    });
  });
});

describe('the domain', () => {
  test("is the operator's, by its certificate and TLS 1.2 or newer", () => {
    const template = withMedia({ domain: 'media.example.com', certificate: CERTIFICATE });
    expect(distributionOf(template)).toMatchObject({
      Aliases: ['media.example.com'],
      ViewerCertificate: { AcmCertificateArn: CERTIFICATE, MinimumProtocolVersion: 'TLSv1.2_2021' },
    });
    expect(outputsOf(template)).toMatchObject({ MediaUrl: 'https://media.example.com/', MediaKeySecret: SECRET });
  });

  test("is the distribution's without one, which the outputs name for `cdns`", () => {
    const [id] = onlyResource(own, 'AWS::CloudFront::Distribution');
    expect(JSON.stringify(outputsOf(own).MediaUrl)).toContain(`{"Fn::GetAtt":["${id}","DomainName"]}`);
    expect(Object.keys(outputsOf(own)).sort()).toEqual([
      'MediaBucketName',
      'MediaBucketUrl',
      'MediaDistributionDomain',
      'MediaKeySecret',
      'MediaKeyStoreArn',
      'MediaLinkSeconds',
      'MediaUrl',
    ]);
  });
});

describe('the CDN that leads to it', () => {
  const cdn = (over: object = {}, sign: object = {}) => ({
    name: 'main',
    match: 'https://films.example.com/',
    base: 'https://media.example.com/',
    scope: 1,
    sign: { type: 'path-hmac', secret: SECRET, ttlSeconds: 3600, ...sign },
    ...over,
  });
  const stage = (...cdns: object[]) =>
    ({
      mediaEdge: { secret: SECRET, domain: 'media.example.com', certificate: CERTIFICATE },
      cdns,
    }) as StageOverrides;

  test('decides how long a former key must open links: the longest of those that it signs', () => {
    const others = [cdn({ name: 'two', base: 'https://cdn.example/' }, { ttlSeconds: 7200 })];
    const foreign = cdn({ name: 'three', base: 'https://third.example/' }, { secret: 'own', ttlSeconds: 86_400 });
    expect(outputsOf(synthesise('dev', stage(cdn(), ...others, foreign))).MediaLinkSeconds).toBe('7200');
    expect(outputsOf(own).MediaLinkSeconds).toBe('0');
  });

  test.each([
    [
      cdn({ base: 'https://media.example.com/films/' }),
      'cdns must have the base https://media.example.com/ for "main"',
    ],
    [cdn({}, { secret: 'another' }), 'cdns must sign "main" with path-hmac and the secret media-key'],
    [cdn({}, { type: 'bunny' }), 'cdns must sign "main" with path-hmac and the secret media-key'],
    [cdn({ sign: undefined }), 'cdns must sign "main" with path-hmac and the secret media-key'],
  ])('is refused where the media edge would refuse its links: %j', (wrong, sentence) => {
    expect(() => loadStageSettings('dev', stage(wrong))).toThrow(sentence);
    // Of another host it is nobody's mistake.
    const { base: _base, ...rest } = wrong;
    expect(() => loadStageSettings('dev', stage({ ...rest, base: 'https://cdn.example/' }))).not.toThrow();
  });
});

describe('a stage whose settings do not fit each other', () => {
  const ARN = `arn:aws:secretsmanager:eu-central-1:111111111111:secret:${SECRET}`;
  const mediaEdge = { secret: SECRET, domain: 'media.example.com', certificate: CERTIFICATE };
  const cdn = (secret: string, match = 'https://films.example.com/') => ({
    ...{ name: 'main', match, base: 'https://media.example.com/', scope: 1 },
    sign: { type: 'path-hmac', secret, ttlSeconds: 3600 },
  });

  test.each([ARN, `${ARN}-AbC123`])('may name the secret by its ARN where links are signed: %s', (secret) => {
    const stage = { mediaEdge, cdns: [cdn(secret)] } as StageOverrides;
    expect(outputsOf(synthesise('dev', stage)).MediaLinkSeconds).toBe('3600');
  });

  test('has a name, not an ARN, for the secret that is yet to be made, and signs with no other', () => {
    const named = { mediaEdge: { ...mediaEdge, secret: ARN } } as StageOverrides;
    expect(() => loadStageSettings('dev', named)).toThrow('must be the name of a secret');
    const other = { mediaEdge, cdns: [cdn(`${ARN}-other-AbC123`)] } as StageOverrides;
    expect(() => loadStageSettings('dev', other)).toThrow(`the secret ${SECRET}`);
  });

  test('has links of the origin where the media edge has them', () => {
    const origin = 'https://origin.example.com/films/';
    const stage = (match: string) =>
      ({ mediaEdge: { ...mediaEdge, origin }, cdns: [cdn(SECRET, match)] }) as StageOverrides;
    expect(() => loadStageSettings('dev', stage('https://origin.example.com/'))).toThrow(`must match ${origin}`);
    for (const match of [origin, 'https://media.example.com/']) {
      expect(() => loadStageSettings('dev', stage(match))).not.toThrow();
    }
  });

  test('is warned of a domain that no link leads to, and deploys', () => {
    const elsewhere = { ...cdn(SECRET), base: 'https://cdn.example.com/' };
    const warnings = (cdns: object[]) => {
      const stack = new Stack(emptyApp(), 'Stack', { env: { account: '111111111111', region: 'eu-central-1' } });
      new MediaEdge(stack, 'Media', { settings: { stage: 'dev', cdns } as never, mediaEdge });
      return Annotations.fromStack(stack).findWarning(
        '*',
        Match.stringLikeRegexp('No link leads to media.example.com'),
      );
    };
    expect(warnings([elsewhere])).toHaveLength(1);
    expect([warnings([]), warnings([cdn(SECRET)])]).toEqual([[], []]);
  });
});

describe('the dashboard', () => {
  const body = (template: Template) =>
    JSON.stringify(onlyResource(template, 'AWS::CloudWatch::Dashboard')[1].Properties.DashboardBody);

  test("has the row of the media edge, from the region in which CloudFront's metrics are, and its cost", () => {
    const text = body(own);
    for (const part of ['Do the media reach the viewers?', 'Media refused or failed', 'Faults of the check']) {
      expect(text).toContain(part);
    }
    expect(text).toMatch(/AWS\/CloudFront.{0,200}us-east-1/);
    expect(text).toContain('BytesDownloaded');
  });

  test.each(Object.keys(STAGES))('%s as it is has neither row nor resource', (stage) => {
    const template = synthesise(stage);
    expect(body(template)).not.toContain('AWS/CloudFront');
    expect(
      resourcesOf(template).filter(([id, { Type }]) => id.startsWith('Media') || Type.includes('CloudFront')),
    ).toEqual([]);
    expect(outputsOf(template)).toEqual({});
  });
});

describe('the settings', () => {
  test.each([
    [{}, 'mediaEdge.secret must be set (string)'],
    [{ secret: SECRET, bucket: 'films', origin: 'https://o.example/' }, 'mediaEdge.origin must be left out where'],
    [{ secret: SECRET, bucketRegion: 'eu-north-1' }, 'mediaEdge.bucket must be set where its region is'],
    [{ secret: SECRET, origin: 'http://o.example/' }, 'mediaEdge.origin must look like'],
    [{ secret: SECRET, origin: 'https://o.example/media' }, 'mediaEdge.origin must look like'],
    [{ secret: SECRET, origin: 'https://o.example/?a=b' }, 'mediaEdge.origin must look like'],
    [{ secret: SECRET, origin: 'https://o.example:8443/' }, 'mediaEdge.origin must look like'],
    [{ secret: SECRET, origin: 'https://me@o.example/' }, 'mediaEdge.origin must look like'],
    [
      { secret: SECRET, origin: 'https://m.example.com/', domain: 'm.example.com', certificate: CERTIFICATE },
      'mediaEdge.origin must not be the domain itself',
    ],
    [{ secret: SECRET, domain: 'm.example.com' }, 'mediaEdge.certificate must be set for the domain m.example.com'],
    [{ secret: SECRET, certificate: CERTIFICATE }, 'mediaEdge.domain must be set where a certificate is'],
    [{ secret: SECRET, corsOrigins: [] }, 'mediaEdge.corsOrigins must have a length of at least 1'],
    [{ secret: SECRET, corsOrigins: ['https://www.example.com/'] }, 'mediaEdge.corsOrigins.0 must be an origin'],
  ])('%j is refused: %s', (mediaEdge, sentence) => {
    const load = () => loadStageSettings('dev', { mediaEdge } as StageOverrides);
    expect(load).toThrow(StageSettingsError);
    expect(load).toThrow(sentence);
  });
});
