import { SecretValue } from 'aws-cdk-lib';

/*
 * What the edge's stack must know of the API's, which stands in another region: the API's domain and the key that the
 * distribution sends. CloudFormation has no exports across regions; Secrets Manager copies secrets, and CloudFormation
 * reads them as it deploys. So the key stands in no template, and no function of CDK's carries values over.
 */

/** CloudFront takes firewalls and certificates from here only. */
export const EDGE_REGION = 'us-east-1';

/** Which of the keys and domains that a stage hands over. */
export interface Handover {
  readonly stage: string;
  /** Of the API. The copies of two regions' secrets meet in the edge's region, so it is part of their names. */
  readonly apiRegion: string;
  /** CloudFormation reads a secret again only where its name has changed, so this is part of it. */
  readonly version: number;
}

/**
 * Names of the two secrets, which the other region must know. None ends in a hyphen and six letters, as ARNs of secrets do
 * (Secrets Manager User Guide, "What's in a Secrets Manager secret?").
 */
export const handoverSecrets = ({ stage, apiRegion, version }: Handover) => ({
  apiDomain: `StreamApi-${stage}/edge/${apiRegion}/${version}/api-host`,
  apiKey: `StreamApi-${stage}/edge/${apiRegion}/${version}/api-key`,
});

/** Read in the edge's region as it is deployed; each value a reference, not the value. */
export function receivedFromApi(handover: Handover): { readonly apiDomain: string; readonly apiKey: string } {
  const names = handoverSecrets(handover);
  return {
    apiDomain: SecretValue.secretsManager(names.apiDomain).unsafeUnwrap(),
    apiKey: SecretValue.secretsManager(names.apiKey).unsafeUnwrap(),
  };
}
