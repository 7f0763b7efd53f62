import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { StreamFunction } from './stream-function.ts';

/** Six characters that Secrets Manager adds to every ARN ("What's in a Secrets Manager secret?"). */
const SUFFIX = /-[A-Za-z0-9]{6}$/;
const ANY_SUFFIX = '-??????';

/** Allows exactly the reads of these secrets, each given by its name or its ARN, with or without the suffix. */
export function grantSecrets(grantee: StreamFunction, secrets: readonly string[]): void {
  if (secrets.length === 0) return;
  const resources = [...new Set(secrets.map((each) => secretArn(grantee, each)))];
  grantee.function.addToRolePolicy(new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources }));
}

/** The ARN by which a policy names a secret. */
function secretArn(scope: Construct, nameOrArn: string): string {
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
