import { SecretValue } from 'aws-cdk-lib';

/*
 * Two values that the edge's stack needs from the API's, which is in another region: the API's domain and the key that
 * the distribution sends. CloudFormation has no exports across regions, but Secrets Manager replicates secrets, which
 * CloudFormation reads as it deploys. So the key is in no template, and no function of CDK's copies values.
 */

/** The only region from which CloudFront takes firewalls and certificates. */
export const EDGE_REGION = 'us-east-1';

/** Identifies the values that one version of a stage hands over. */
export interface Handover {
  readonly stage: string;
  /** Of the API. Part of the names, since the replicas of two regions' secrets meet in the edge's region. */
  readonly apiRegion: string;
  /** Part of the names, since CloudFormation reads a secret again only when its name has changed. */
  readonly version: number;
}

/**
 * The names of the two secrets, by which the other region finds them. None ends in a hyphen and six letters, as ARNs of
 * secrets do (Secrets Manager User Guide, "What's in a Secrets Manager secret?").
 */
export const handoverSecrets = ({ stage, apiRegion, version }: Handover) => ({
  apiDomain: `StreamApi-${stage}/edge/${apiRegion}/${version}/api-host`,
  apiKey: `StreamApi-${stage}/edge/${apiRegion}/${version}/api-key`,
});

/** References to the two values, which CloudFormation reads in the edge's region as it deploys. */
export function receivedFromApi(handover: Handover): { readonly apiDomain: string; readonly apiKey: string } {
  const names = handoverSecrets(handover);
  return {
    apiDomain: SecretValue.secretsManager(names.apiDomain).unsafeUnwrap(),
    apiKey: SecretValue.secretsManager(names.apiKey).unsafeUnwrap(),
  };
}
