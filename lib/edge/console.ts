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

/** The built console page, and where visitors find it. */
export interface ConsolePage {
  /** Such as `/stream-console`: no slash at its end. */
  readonly path: string;
  /** Static files with `index.html` at the top and relative links. */
  readonly folder: string;
  /** What each file is served with. */
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
    if (!settings.keepData) this.#emptyWithoutTrace();
    this.#upload(bucket, settings, page);
    const behavior = this.#behavior(bucket, page);
    this.behaviors = { [page.path]: behavior, [`${page.path}/*`]: behavior };
  }

  /** What CDK empties the bucket with would leave a log group behind that no stack owns: it may not log. */
  #emptyWithoutTrace(): void {
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
      // The whole path, since CloudFront keeps what it caches by it: no file of the site may have the same.
      destinationKeyPrefix: path.slice(1),
      // Clears the former path when it changes.
      retainOnDelete: false,
      // Each use asks whether the file has changed, so that a new version needs no invalidation.
      cacheControl: [CacheControl.noCache()],
      logGroup,
      role: this.#uploadRole(bucket, built, logGroup).withoutPolicyUpdates(),
    });
    // The function is CDK's, one for the whole stack.
    acceptFindings(Stack.of(this), CONSOLE_UPLOAD_FUNCTION);
  }

  /**
   * What the upload does, and no more: CDK's own role could also create the log group anew once the stack's is deleted.
   * It may read any asset, or each new page would begin with a changed policy that AWS takes seconds to believe.
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
    acceptFindings(role, consoleUploadRole(Stack.of(this).synthesizer.bootstrapQualifier));
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

  /** CloudFront takes security headers by names of its own and refuses them among the custom ones. */
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
