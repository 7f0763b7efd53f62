import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acceptFindings, VIEWERS_TABLE } from '../accepted-findings.ts';
import type { StageSettings } from '../stage/stage-settings.ts';
import { removalPolicy } from '../tables/removal-policy.ts';

/** What each viewer prefers, under a keyed hash. It has no backups: what a viewer deletes is removed. */
export class PreferencesTable extends Table {
  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id, {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      timeToLiveAttribute: 'ttl',
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      deletionProtection: settings.keepData,
      removalPolicy: removalPolicy(settings),
    });
    acceptFindings(this, VIEWERS_TABLE);
  }

  /** Allows exactly the calls of the function behind the route. */
  grantKeeping(grantee: IGrantable): void {
    this.grant(grantee, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem');
  }
}
