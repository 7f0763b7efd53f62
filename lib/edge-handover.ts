import { SecretValue } from 'aws-cdk-lib';

/*
 * What the edge's stack must know of the API's, which stands in another region: the API's domain and the key that the
 * distribution sends. CloudFormation has no exports across regions; Secrets Manager copies secrets, and CloudFormation
 * reads them as it deploys. So the key stands in no template, and no function of CDK's carries values over.
 */

/** CloudFront takes firewalls and certificates from here only. */
export const EDGE_REGION = 'us-east-1';

/**
 * Names of the two secrets, which the other region must know. CloudFormation reads a secret again only where its name has
 * changed, so the version is part of it.
 */
export const handoverSecrets = (stage: string, version: number) => ({
  apiDomain: `StreamApi-${stage}/edge/${version}/api-domain`,
  apiKey: `StreamApi-${stage}/edge/${version}/api-key`,
});

/** Read in the edge's region as it is deployed; each value a reference, not the value. */
export function receivedFromApi(
  stage: string,
  version: number,
): { readonly apiDomain: string; readonly apiKey: string } {
  const names = handoverSecrets(stage, version);
  return {
    apiDomain: SecretValue.secretsManager(names.apiDomain).unsafeUnwrap(),
    apiKey: SecretValue.secretsManager(names.apiKey).unsafeUnwrap(),
  };
}
