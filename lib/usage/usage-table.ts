import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acceptFindings, SUMS_TABLE } from '../accepted-findings.ts';
import type { StageSettings } from '../stage/stage-settings.ts';
import { removalPolicy } from '../tables/removal-policy.ts';

/** Sums of what players report, by hour. */
export class UsageTable extends Table {
  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id, {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      timeToLiveAttribute: 'ttl',
      billingMode: BillingMode.PAY_PER_REQUEST,
      ...(settings.maxWriteRequestUnits !== undefined && { maxWriteRequestUnits: settings.maxWriteRequestUnits }),
      encryption: TableEncryption.AWS_MANAGED,
      deletionProtection: settings.keepData,
      removalPolicy: removalPolicy(settings),
    });
    acceptFindings(this, SUMS_TABLE);
  }

  /** Allows exactly the call of the collector. */
  grantAdding(grantee: IGrantable): void {
    this.grant(grantee, 'dynamodb:UpdateItem');
  }

  /** Allows exactly the call of the report. */
  grantReading(grantee: IGrantable): void {
    this.grant(grantee, 'dynamodb:Query');
  }
}
