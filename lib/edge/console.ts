import { type CfnResource, Stack } from 'aws-cdk-lib';
import {
  type BehaviorOptions,
  CachePolicy,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  type HeadersReferrerPolicy,
  ResponseHeadersPolicy,
  type ResponseSecurityHeadersBehavior,
  ViewerProtocolPolicy,
  Function as ViewerRequestFunction,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { acceptFindings, CONSOLE_BUCKET, CONSOLE_UPLOAD_FUNCTION, consoleUploadRole } from '../accepted-findings.ts';
import type { StageSettings } from '../stage/stage-settings.ts';
import { logRemovalPolicy, removalPolicy } from '../tables/removal-policy.ts';
import { consoleRoute } from './console-route.ts';
import { EDGE_REGION } from './handover.ts';

/** The built console page, and where visitors find it. */
export interface ConsolePage {
  /** Such as `/stream-console`: no trailing slash. */
  readonly path: string;
  /** Static files with `index.html` at the top and relative links. */
  readonly folder: string;
  /** Of each file's answer. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface EdgeConsoleProps {
  readonly settings: StageSettings;
  readonly page: ConsolePage;
}

/** The console page in a private bucket that only the distribution reads. */
export class EdgeConsole extends Construct {
  /** By path pattern, for the distribution. */
  readonly behaviors: Readonly<Record<string, BehaviorOptions>>;

  constructor(scope: Construct, id: string, { settings, page }: EdgeConsoleProps) {
    super(scope, id);
    const bucket = new Bucket(this, 'Files', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy: removalPolicy(settings),
      autoDeleteObjects: !settings.keepData,
    }) as IBucket;
    acceptFindings(bucket, CONSOLE_BUCKET);
    if (!settings.keepData) this.#denyLogsToAutoDelete();
    this.#upload(bucket, settings, page);
    const behavior = this.#behavior(bucket, page);
    this.behaviors = { [page.path]: behavior, [`${page.path}/*`]: behavior };
  }

  /** CDK's auto-delete function would create a log group that outlives the stack, so it gets no log permissions. */
  #denyLogsToAutoDelete(): void {
    const provider = Stack.of(this).node.findChild('Custom::S3AutoDeleteObjectsCustomResourceProvider');
    (provider.node.findChild('Role') as CfnResource).addPropertyDeletionOverride('ManagedPolicyArns');
  }

  #upload(bucket: IBucket, settings: StageSettings, { path, folder }: ConsolePage): void {
    const logGroup = new LogGroup(this, 'UploadLogs', {
      retention: settings.logRetentionDays,
      removalPolicy: logRemovalPolicy(settings),
    });
    const built = new Asset(this, 'Built', { path: folder });
    new BucketDeployment(this, 'Upload', {
      sources: [Source.bucket(built.bucket, built.s3ObjectKey)],
      destinationBucket: bucket,
      // The whole path: CloudFront caches by it, so no file of the site may have the same.
      destinationKeyPrefix: path.slice(1),
      // Deletes the files at the former path when the path changes.
      retainOnDelete: false,
      // Browsers and CloudFront revalidate at each use, so that a new version needs no invalidation.
      cacheControl: [CacheControl.noCache()],
      logGroup,
      role: this.#uploadRole(bucket, built, logGroup).withoutPolicyUpdates(),
    });
    // The function is CDK's, one for the whole stack.
    acceptFindings(Stack.of(this), CONSOLE_UPLOAD_FUNCTION);
  }

  /**
   * The role of the upload, with exactly its rights: CDK's role could also create the log group again once the stack's
   * is deleted. It may read any asset, since a policy that changes with each page takes seconds to have an effect.
   */
  #uploadRole(bucket: IBucket, built: Asset, logGroup: LogGroup): Role {
    const allow = (actions: string[], resource: string) => new PolicyStatement({ actions, resources: [resource] });
    const role = new Role(this, 'UploadRole', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        Upload: new PolicyDocument({
          statements: [
            allow(['s3:GetObject'], built.bucket.arnForObjects('*')),
            allow(['s3:ListBucket', 's3:GetBucketTagging'], bucket.bucketArn),
            allow(['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], bucket.arnForObjects('*')),
            allow(['logs:CreateLogStream', 'logs:PutLogEvents'], logGroup.logGroupArn),
          ],
        }),
      },
    });
    acceptFindings(role, consoleUploadRole(EDGE_REGION, Stack.of(this).synthesizer.bootstrapQualifier));
    return role;
  }

  #behavior(bucket: IBucket, { path, headers }: ConsolePage): BehaviorOptions {
    const route = new ViewerRequestFunction(this, 'Route', {
      comment: 'The console page for its bare path',
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromInline(consoleRoute(path)),
    });
    return {
      origin: S3BucketOrigin.withOriginAccessControl(bucket),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      compress: true,
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      responseHeadersPolicy: this.#headers(headers),
      functionAssociations: [{ function: route, eventType: FunctionEventType.VIEWER_REQUEST }],
    };
  }

  /** CloudFront has separate options for security headers, and refuses them among the custom ones. */
  #headers(headers: Readonly<Record<string, string>>): ResponseHeadersPolicy {
    const {
      'Content-Security-Policy': contentSecurityPolicy,
      'Referrer-Policy': referrerPolicy,
      'X-Content-Type-Options': contentTypeOptions,
      ...others
    } = headers;
    const override = true;
    const securityHeadersBehavior: ResponseSecurityHeadersBehavior = {
      ...(contentSecurityPolicy !== undefined && {
        contentSecurityPolicy: { contentSecurityPolicy, override },
      }),
      ...(referrerPolicy !== undefined && {
        referrerPolicy: { referrerPolicy: referrerPolicy as HeadersReferrerPolicy, override },
      }),
      ...(contentTypeOptions !== undefined && { contentTypeOptions: { override } }),
    };
    return new ResponseHeadersPolicy(this, 'Headers', {
      comment: 'What the console page may load',
      securityHeadersBehavior,
      customHeadersBehavior: {
        customHeaders: Object.entries(others).map(([header, value]) => ({ header, value, override })),
      },
    });
  }
}
