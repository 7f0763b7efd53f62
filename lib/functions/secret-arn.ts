import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Six characters that Secrets Manager adds to every ARN ("What's in a Secrets Manager secret?"). */
const SUFFIX = /-[A-Za-z0-9]{6}$/;
const ANY_SUFFIX = '-??????';

/** The ARN by which a policy names a secret, given its name or its ARN, with or without the suffix. */
export function secretArn(scope: Construct, nameOrArn: string): string {
  if (nameOrArn.startsWith('arn:')) {
    return SUFFIX.test(nameOrArn) ? nameOrArn : `${nameOrArn}${ANY_SUFFIX}`;
  }
  return Stack.of(scope).formatArn({
    service: 'secretsmanager',
    resource: 'secret',
    resourceName: `${nameOrArn}${ANY_SUFFIX}`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
