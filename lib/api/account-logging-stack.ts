import { Stack } from 'aws-cdk-lib';
import { CfnAccount } from 'aws-cdk-lib/aws-apigateway';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { ACCOUNT_LOGGING_FINDINGS, acceptFindings } from '../accepted-findings.ts';

/**
 * The role with which API Gateway writes its logs. An account has one in each region, so no stage may set it. Deployed
 * once, where a stage has access logs and the role is not set yet.
 */
export class AccountLoggingStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id, { description: 'Lets API Gateway write logs in this account and region' });
    acceptFindings(this, ACCOUNT_LOGGING_FINDINGS);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonAPIGatewayPushToCloudWatchLogs')],
    });
    new CfnAccount(this, 'Account', { cloudWatchRoleArn: role.roleArn });
  }
}
