import { fileURLToPath } from 'node:url';
import { Annotations, CfnOutput, Duration } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersReferrerPolicy,
  HttpVersion,
  KeyValueStore,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
  Function as ViewerRequestFunction,
} from 'aws-cdk-lib/aws-cloudfront';
import { Construct } from 'constructs';
import { acceptFindings, MEDIA_EDGE, MEDIA_EDGE_WITHOUT_DOMAIN } from '../accepted-findings.ts';
import { type MediaEdgeSettings, signsWith } from '../stage/groups/media-edge.ts';
import type { StageSettings } from '../stage/stage-settings.ts';
import { MediaOrigin } from './media-origin.ts';

export const VERIFY_TOKEN = fileURLToPath(new URL('./verify-token.js', import.meta.url));

export interface MediaEdgeProps {
  readonly settings: Pick<StageSettings, 'stage' | 'cdns'>;
  readonly mediaEdge: MediaEdgeSettings;
}

/**
 * CloudFront in front of the operator's media. Its function opens signed links and refuses everything else; it forwards
 * the path without the token, by which CloudFront caches, and nothing of the query.
 *
 *     viewer → CloudFront → function ⟷ key value store ← npm run media-keys
 *                              └→ bucket (read by this distribution only), or the operator's server
 *
 * The store is empty until `npm run media-keys -- rotate`, and refuses all. There is no access log: paths are tokens.
 */
export class MediaEdge extends Construct {
  readonly distribution: Distribution;
  readonly function: ViewerRequestFunction;

  constructor(scope: Construct, id: string, { settings, mediaEdge }: MediaEdgeProps) {
    super(scope, id);
    const { domain, certificate } = mediaEdge;
    const keys = new KeyValueStore(this, 'Keys', {
      comment: `Stream API, stage ${settings.stage}: keys of media links`,
    });
    this.function = new ViewerRequestFunction(this, 'Verify', {
      comment: `Stream API, stage ${settings.stage}: opens signed media links`,
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromFile({ filePath: VERIFY_TOKEN }),
      keyValueStore: keys,
    });
    const media = new MediaOrigin(this, 'Origin', mediaEdge);
    this.distribution = new Distribution(this, 'Distribution', {
      comment: `Stream API, stage ${settings.stage}: media`,
      defaultBehavior: {
        origin: media.origin,
        // Without encryption the token could be read on the way, and a redirect would come too late.
        viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
        // The function answers OPTIONS, and must therefore get it.
        allowedMethods: AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
        compress: true,
        // By the path that the function forwards; not by query, cookie or Origin.
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: this.#headers(settings, mediaEdge),
        functionAssociations: [{ function: this.function, eventType: FunctionEventType.VIEWER_REQUEST }],
      },
      httpVersion: HttpVersion.HTTP2_AND_3,
      ...(domain !== undefined &&
        certificate !== undefined && {
          domainNames: [domain],
          certificate: Certificate.fromCertificateArn(this, 'Certificate', certificate),
          minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
        }),
    });
    acceptFindings(this, MEDIA_EDGE);
    if (domain === undefined) acceptFindings(this, MEDIA_EDGE_WITHOUT_DOMAIN);
    media.readBy(this.distribution);
    const { cdns = [] } = settings;
    if (domain !== undefined && cdns.length > 0 && !cdns.some(({ base }) => new URL(base).hostname === domain)) {
      Annotations.of(this).addWarningV2(
        'stream-api:unused-media-domain',
        `No link leads to ${domain}: no CDN of the stage has the base https://${domain}/`,
      );
    }
    // No link can be signed for the path that lists.
    Annotations.of(this.distribution).acknowledgeWarning('@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk');

    const outputs = {
      MediaUrl: `https://${domain ?? this.distribution.domainName}/`,
      MediaDistributionDomain: this.distribution.domainName,
      MediaKeyStoreArn: keys.keyValueStoreArn,
      MediaKeySecret: mediaEdge.secret,
      MediaLinkSeconds: String(linkSeconds(settings, mediaEdge)),
      ...media.outputs,
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(scope, name, { value });
  }

  /** Of what the origin answers. The function's own answers have their headers from the function. */
  #headers({ stage }: Pick<StageSettings, 'stage'>, { corsOrigins = ['*'] }: MediaEdgeSettings): ResponseHeadersPolicy {
    const override = true;
    return new ResponseHeadersPolicy(this, 'Headers', {
      comment: `Stream API, stage ${stage}: pages that play the media`,
      corsBehavior: {
        accessControlAllowOrigins: [...corsOrigins],
        accessControlAllowMethods: ['GET', 'HEAD', 'OPTIONS'],
        accessControlAllowHeaders: ['*'],
        accessControlExposeHeaders: ['Content-Length', 'Content-Range', 'Date'],
        accessControlAllowCredentials: false,
        accessControlMaxAge: Duration.days(1),
        originOverride: override,
      },
      securityHeadersBehavior: {
        contentTypeOptions: { override },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override },
      },
      customHeadersBehavior: {
        customHeaders: [{ header: 'Cross-Origin-Resource-Policy', value: 'cross-origin', override }],
      },
    });
  }
}

/** The longest that a link lives which the keys sign. Before any does, a rotation has nothing to wait for. */
function linkSeconds({ cdns = [] }: Pick<StageSettings, 'cdns'>, { secret }: MediaEdgeSettings): number {
  return Math.max(0, ...cdns.flatMap((cdn) => (cdn.sign && signsWith(cdn, secret) ? [cdn.sign.ttlSeconds] : [])));
}
