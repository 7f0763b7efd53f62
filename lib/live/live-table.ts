import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acceptFindings, CONNECTIONS_TABLE } from '../accepted-findings.ts';
import type { StageSettings } from '../stage/stage-settings.ts';
import { removalPolicy } from '../tables/removal-policy.ts';

/** The connections of the WebSocket API, what they watch, and the tickets for new ones. No row lives over 2 h 15. */
export class LiveTable extends Table {
  constructor(scope: Construct, id: string, { maxWriteRequestUnits }: StageSettings) {
    super(scope, id, {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      timeToLiveAttribute: 'ttl',
      billingMode: BillingMode.PAY_PER_REQUEST,
      ...(maxWriteRequestUnits !== undefined && { maxWriteRequestUnits }),
      encryption: TableEncryption.AWS_MANAGED,
      removalPolicy: removalPolicy({ keepData: false }),
    });
    acceptFindings(this, CONNECTIONS_TABLE);
  }

  /** Allows exactly the calls of the function behind the connections. */
  grantServing(grantee: IGrantable): void {
    this.grant(grantee, 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:Query');
  }

  /** Allows exactly the calls of a function that notifies those who watch: it forgets those that have ended. */
  grantNotifying(grantee: IGrantable): void {
    this.grant(grantee, 'dynamodb:Query', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem');
  }

  /** Allows exactly the call of a function that looks whether anybody watches. */
  grantLook(grantee: IGrantable): void {
    this.grant(grantee, 'dynamodb:Query');
  }
}
