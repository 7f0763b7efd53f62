import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acceptFindings, REBUILT_TABLE } from '../accepted-findings.ts';
import type { StageSettings } from '../stage/stage-settings.ts';
import { removalPolicy } from './removal-policy.ts';

/** The cache that all containers of a stage share. DynamoDB deletes an item soon after its `ttl`, in epoch seconds. */
export class CacheTable extends Table {
  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id, {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      timeToLiveAttribute: 'ttl',
      billingMode: BillingMode.PAY_PER_REQUEST,
      ...(settings.maxWriteRequestUnits !== undefined && { maxWriteRequestUnits: settings.maxWriteRequestUnits }),
      encryption: TableEncryption.AWS_MANAGED,
      deletionProtection: settings.keepData,
      removalPolicy: removalPolicy(settings),
    });
    acceptFindings(this, REBUILT_TABLE);
  }

  /** Allows exactly the calls of a function that reads and fills this cache. */
  grantCaching(grantee: IGrantable): void {
    this.grant(grantee, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem');
  }

  /** Allows the additional call of a breaker: it deletes its item when it closes. */
  grantBreaker(grantee: IGrantable): void {
    this.grant(grantee, 'dynamodb:DeleteItem');
  }

  /** Allows exactly the call of a function that reads what is stored. */
  grantLook(grantee: IGrantable): void {
    this.grant(grantee, 'dynamodb:GetItem');
  }

  /** Allows exactly the calls of a function that looks at an extraction, and marks that somebody watches. */
  grantMarking(grantee: IGrantable): void {
    this.grant(grantee, 'dynamodb:GetItem', 'dynamodb:UpdateItem');
  }

  /** Allows exactly the calls of a function that shows and purges. */
  grantPurging(grantee: IGrantable): void {
    this.grant(grantee, 'dynamodb:GetItem', 'dynamodb:PutItem');
  }
}
