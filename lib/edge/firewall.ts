import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import { ERRORS } from '../../contract/errors/error-table.ts';

/** Seconds over which requests are counted, and after which a refused client may retry. */
const WINDOW_SECONDS = 300;

export interface EdgeFirewallProps {
  /** Requests of one address in five minutes. */
  readonly floodLimit: number;
}

/**
 * Refuses addresses that flood the API, in the API's error form and before they cost an invocation. It stores no
 * samples of requests, which would hold addresses.
 */
export class EdgeFirewall extends CfnWebACL {
  constructor(scope: Construct, id: string, { floodLimit }: EdgeFirewallProps) {
    const { status, error, message, retryable } = ERRORS.tooManyRequests;
    super(scope, id, {
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: unsampled('Firewall'),
      customResponseBodies: {
        tooManyRequests: {
          contentType: 'APPLICATION_JSON',
          content: JSON.stringify({ error, message, retryable }),
        },
      },
      rules: [
        {
          name: 'ApiFlood',
          priority: 0,
          statement: {
            rateBasedStatement: {
              limit: floodLimit,
              aggregateKeyType: 'IP',
              evaluationWindowSec: WINDOW_SECONDS,
              scopeDownStatement: {
                byteMatchStatement: {
                  fieldToMatch: { uriPath: {} },
                  positionalConstraint: 'STARTS_WITH',
                  searchString: '/api/',
                  // CloudFront matches the path in its normal form, however it was encoded.
                  textTransformations: [
                    { priority: 0, type: 'URL_DECODE' },
                    { priority: 1, type: 'NORMALIZE_PATH' },
                  ],
                },
              },
            },
          },
          action: {
            block: {
              customResponse: {
                responseCode: status,
                customResponseBodyKey: 'tooManyRequests',
                responseHeaders: [
                  { name: 'Retry-After', value: String(WINDOW_SECONDS) },
                  { name: 'Cache-Control', value: 'no-store' },
                ],
              },
            },
          },
          visibilityConfig: unsampled('ApiFlood'),
        },
      ],
    });
  }
}

const unsampled = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
  metricName,
  cloudWatchMetricsEnabled: true,
  sampledRequestsEnabled: false,
});
