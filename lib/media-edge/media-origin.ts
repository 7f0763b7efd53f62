import { Annotations, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccessLevel, type Distribution, type IOrigin, OriginProtocolPolicy } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Effect, PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acceptFindings, MEDIA_BUCKET } from '../accepted-findings.ts';
import type { MediaEdgeSettings } from '../stage/groups/media-edge.ts';

/** Where the media are: a bucket that the stack makes, one that the operator has, or a web server. */
export class MediaOrigin extends Construct {
  readonly origin: IOrigin;
  /** By the names of the stack's outputs. */
  readonly outputs: Record<string, string> = {};
  readonly #imported: IBucket | undefined;

  constructor(scope: Construct, id: string, { bucket, bucketRegion, origin }: MediaEdgeSettings) {
    super(scope, id);
    if (origin !== undefined) {
      this.origin = serverOrigin(new URL(origin));
      return;
    }
    if (bucket !== undefined) {
      const region = bucketRegion ?? Stack.of(this).region;
      this.#imported = Bucket.fromBucketAttributes(this, 'Files', { bucketName: bucket, region });
    }
    const files = this.#imported ?? this.#ownBucket();
    // By the right to list a missing file is a 404; without it S3 answers 403, as for a link that is refused.
    this.origin = S3BucketOrigin.withOriginAccessControl(files, {
      originAccessLevels: [AccessLevel.READ, AccessLevel.LIST],
    });
    this.outputs.MediaBucketName = files.bucketName;
    this.outputs.MediaBucketUrl = `https://${files.bucketRegionalDomainName}/`;
  }

  /** Films are the operator's: no command about the stack deletes them. */
  #ownBucket(): IBucket {
    const files = new Bucket(this, 'Files', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [{ id: 'interrupted-uploads', abortIncompleteMultipartUploadAfter: Duration.days(7) }],
    }) as IBucket;
    acceptFindings(files, MEDIA_BUCKET);
    return files;
  }

  /**
   * A bucket that the stack does not own may have a policy, which a deployment would replace: what it must allow the
   * distribution is an output instead.
   */
  readBy(distribution: Distribution): void {
    const files = this.#imported;
    if (files === undefined) return;
    Annotations.of(distribution).acknowledgeWarning('@aws-cdk/aws-cloudfront-origins:updateImportedBucketPolicyOac');
    const statement = new PolicyStatement({
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal('cloudfront.amazonaws.com')],
      actions: ['s3:GetObject', 's3:ListBucket'],
      resources: [files.arnForObjects('*'), files.bucketArn],
      conditions: { StringEquals: { 'AWS:SourceArn': distribution.distributionArn } },
    });
    this.outputs.MediaBucketPolicy = Stack.of(this).toJsonString(
      new PolicyDocument({ statements: [statement] }).toJSON(),
    );
  }
}

function serverOrigin({ hostname, pathname }: URL): IOrigin {
  const path = pathname.replace(/\/$/, '');
  return new HttpOrigin(hostname, {
    protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
    ...(path !== '' && { originPath: path }),
  });
}
