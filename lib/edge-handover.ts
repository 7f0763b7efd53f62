import { SecretValue } from 'aws-cdk-lib';

/*
 * What the edge's stack must know of the API's, which stands in another region: the API's domain and the key that the
 * distribution sends. CloudFormation has no exports across regions; Secrets Manager copies secrets, and CloudFormation
 * reads them as it deploys. So the key stands in no template, and no function of CDK's carries values over.
 */

/** CloudFront takes firewalls and certificates from here only. */
export const EDGE_REGION = 'us-east-1';

/** Names of the two secrets. They are fixed, since the other region must know them. */
export const handoverSecrets = (stage: string) => ({
  apiDomain: `StreamApi-${stage}/edge/api-domain`,
  apiKey: `StreamApi-${stage}/edge/api-key`,
});

/** Read in the edge's region as it is deployed; each value a reference, not the value. */
export function receivedFromApi(stage: string): { readonly apiDomain: string; readonly apiKey: string } {
  const names = handoverSecrets(stage);
  return {
    apiDomain: SecretValue.secretsManager(names.apiDomain).unsafeUnwrap(),
    apiKey: SecretValue.secretsManager(names.apiKey).unsafeUnwrap(),
  };
}
