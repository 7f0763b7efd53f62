import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acceptFindings, REBUILT_TABLE } from '../accepted-findings.ts';
import { removalPolicy } from '../tables/removal-policy.ts';

/** What is known of the health of sources. It is found out again within some runs, so nothing of it is kept. */
export class HealthTable extends Table {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      timeToLiveAttribute: 'ttl',
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      removalPolicy: removalPolicy({ keepData: false }),
    });
    acceptFindings(this, REBUILT_TABLE);
  }

  /** Allows exactly the call of a function that answers: the list of what is not well. */
  grantLook(grantee: IGrantable): void {
    this.grant(grantee, 'dynamodb:GetItem');
  }

  /** Allows exactly the call of a function that extracts: it notes the title. */
  grantNoting(grantee: IGrantable): void {
    this.grant(grantee, 'dynamodb:UpdateItem');
  }

  /** Allows exactly the calls of the prober. */
  grantChecking(grantee: IGrantable): void {
    this.grant(grantee, 'dynamodb:GetItem', 'dynamodb:PutItem');
  }
}
