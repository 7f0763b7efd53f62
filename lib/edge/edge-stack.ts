import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  type BehaviorOptions,
  CacheCookieBehavior,
  CacheHeaderBehavior,
  CachePolicy,
  CacheQueryStringBehavior,
  Distribution,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestHeaderBehavior,
  OriginRequestPolicy,
  OriginRequestQueryStringBehavior,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { Construct } from 'constructs';
import { ROUTES } from '../../contract/routes.ts';
import { acceptFindings, EDGE_FINDINGS, EDGE_WITHOUT_DOMAIN } from '../accepted-findings.ts';
import type { EdgeSettings } from '../stage/groups/edge.ts';
import type { StageSettings } from '../stage/stage-settings.ts';
import { type ConsolePage, EdgeConsole } from './console.ts';
import { EdgeFirewall } from './firewall.ts';
import { EDGE_REGION, receivedFromApi } from './handover.ts';

/** CloudFront would cache them for ten seconds: an error that has ended should have ended for everyone. */
const UNCACHED_ERRORS = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];

/** Set by the CDK command (AWS CDK Developer Guide, "Configure environments to use with the AWS CDK"). */
const DEFAULT_REGION = process.env.CDK_DEFAULT_REGION ?? EDGE_REGION;

/** Those by which the API does: a header that is not in the key does not reach it. */
const API_VARIES_BY = ['Origin', 'Save-Data'];

/** The request headers by which sites choose among answers of one URL. */
const SITE_VARIES_BY = ['Accept', 'Accept-Language', 'Authorization', 'Origin'];

export interface EdgeStackProps {
  readonly settings: StageSettings;
  readonly edge: EdgeSettings;
  /** Region of the stage's API. Without it, the one to which the CDK command deploys stacks without a region. */
  readonly apiRegion?: string;
  /** The built console page, where the stage serves it. */
  readonly consolePage: ConsolePage | undefined;
}

/**
 * The edge of one stage: API and site on one origin, so that no browser needs CORS and none holds an API key.
 *
 *     visitor → firewall → CloudFront ──→ /api/*  → REST API, with the distribution's own key
 *                                     ├─→ the console page, where the stage has one
 *                                     └─→ the rest → the operator's site
 */
export class EdgeStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { settings, edge, apiRegion = DEFAULT_REGION, consolePage }: EdgeStackProps,
  ) {
    super(scope, id, {
      env: { region: EDGE_REGION },
      description: `Stream API, stage ${settings.stage}: the edge`,
      terminationProtection: settings.keepData,
    });
    acceptFindings(this, EDGE_FINDINGS);
    if (edge.domain === undefined) acceptFindings(this, EDGE_WITHOUT_DOMAIN);
    const firewall = new EdgeFirewall(this, 'Firewall', edge);
    const console = consolePage && new EdgeConsole(this, 'Console', { settings, page: consolePage });
    const api = this.#api(settings, edge, apiRegion);
    const distribution = new Distribution(this, 'Distribution', {
      comment: `Stream API, stage ${settings.stage}`,
      defaultBehavior: this.#site(edge),
      additionalBehaviors: { ...this.#preferences(settings, api), '/api/*': api, ...console?.behaviors },
      errorResponses: UNCACHED_ERRORS.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
      httpVersion: HttpVersion.HTTP2_AND_3,
      webAclId: firewall.attrArn,
      ...(edge.domain !== undefined &&
        edge.certificate !== undefined && {
          domainNames: [edge.domain],
          certificate: Certificate.fromCertificateArn(this, 'Certificate', edge.certificate),
          minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
        }),
    });
    new CfnOutput(this, 'DistributionId', { value: distribution.distributionId });
    const siteUrl = `https://${edge.domain ?? distribution.domainName}`;
    new CfnOutput(this, 'SiteUrl', { value: siteUrl });
    new CfnOutput(this, 'DistributionDomain', { value: distribution.domainName });
    if (consolePage) new CfnOutput(this, 'ConsoleUrl', { value: `${siteUrl}${consolePage.path}/` });
  }

  #api({ stage, timeouts }: StageSettings, { keyVersion }: EdgeSettings, apiRegion: string): BehaviorOptions {
    const { apiDomain, apiKey } = receivedFromApi({ stage, apiRegion, version: keyVersion });
    return {
      origin: new HttpOrigin(apiDomain, {
        originPath: `/${stage}`,
        protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
        customHeaders: { 'x-api-key': apiKey },
        // The outermost rung of the ladder: the gateway answers first, in the API's form.
        readTimeout: Duration.seconds(Math.ceil(timeouts.gatewayMs / 1000) + 1),
      }),
      // All methods, so that the API's 405 answers those that it does not accept.
      allowedMethods: AllowedMethods.ALLOW_ALL,
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      compress: true,
      // Caches nothing, since answers are private. With all lifetimes at zero CloudFront would not compress, nor accept
      // compressed answers from the API.
      cachePolicy: this.#cachingNothing('ApiCachePolicy', API_VARIES_BY),
      originRequestPolicy: new OriginRequestPolicy(this, 'ApiRequestPolicy', {
        comment: 'Passes the address of the visitor to the API',
        headerBehavior: OriginRequestHeaderBehavior.allowList(
          'CloudFront-Viewer-Address',
          'Access-Control-Request-Method',
          'Access-Control-Request-Headers',
        ),
        queryStringBehavior: OriginRequestQueryStringBehavior.all(),
      }),
    };
  }

  #cachingNothing(id: string, headers: readonly string[]): CachePolicy {
    return new CachePolicy(this, id, {
      comment: 'Compresses and caches nothing',
      minTtl: Duration.seconds(0),
      defaultTtl: Duration.seconds(0),
      maxTtl: Duration.seconds(1),
      enableAcceptEncodingGzip: true,
      enableAcceptEncodingBrotli: true,
      queryStringBehavior: CacheQueryStringBehavior.all(),
      headerBehavior: CacheHeaderBehavior.allowList(...headers),
      cookieBehavior: CacheCookieBehavior.none(),
    });
  }

  /** The one route that takes the token of a viewer: only a header of the key may carry it to the API. */
  #preferences({ preferences }: StageSettings, api: BehaviorOptions): Record<string, BehaviorOptions> {
    if (preferences === undefined) return {};
    const cachePolicy = this.#cachingNothing('PreferencesCachePolicy', ['Authorization', 'Origin']);
    return { [ROUTES.preferences.path]: { ...api, cachePolicy } };
  }

  #site({ siteOrigin }: EdgeSettings): BehaviorOptions {
    const { hostname, protocol } = new URL(siteOrigin);
    return {
      origin: new HttpOrigin(hostname, {
        protocolPolicy: protocol === 'https:' ? OriginProtocolPolicy.HTTPS_ONLY : OriginProtocolPolicy.HTTP_ONLY,
      }),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      compress: true,
      // Cache-Control of the site decides; answers without it are not cached. CloudFront ignores Vary: only the parts
      // of the cache key distinguish two answers of one URL.
      cachePolicy: new CachePolicy(this, 'SiteCachePolicy', {
        comment: 'As the Cache-Control of the site',
        minTtl: Duration.seconds(0),
        defaultTtl: Duration.seconds(0),
        maxTtl: Duration.days(365),
        enableAcceptEncodingGzip: true,
        enableAcceptEncodingBrotli: true,
        queryStringBehavior: CacheQueryStringBehavior.all(),
        cookieBehavior: CacheCookieBehavior.all(),
        headerBehavior: CacheHeaderBehavior.allowList(...SITE_VARIES_BY),
      }),
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    };
  }
}
