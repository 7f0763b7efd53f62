import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { LimitsEnvironment } from '../../lambda/wiring/environment.ts';
import { acceptFindings, NO_BACKUP_BY_DESIGN } from '../accepted-findings.ts';
import type { StageSettings } from '../stage/stage-settings.ts';
import { removalPolicy } from './removal-policy.ts';

/**
 * The counts of clients and the salt of the day. It has no backups: a salt that could be restored would make old hashes
 * readable. Other functions of the site share its counts with `variables` and `grantCounting`.
 */
export class LimitsTable extends Table {
  readonly #settings: StageSettings;
  readonly #edgeKeyIds: readonly string[];

  constructor(scope: Construct, id: string, settings: StageSettings, edgeKeyIds: readonly string[] = []) {
    super(scope, id, {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      timeToLiveAttribute: 'ttl',
      billingMode: BillingMode.PAY_PER_REQUEST,
      ...(settings.maxWriteRequestUnits !== undefined && { maxWriteRequestUnits: settings.maxWriteRequestUnits }),
      encryption: TableEncryption.AWS_MANAGED,
      removalPolicy: removalPolicy({ keepData: false }),
    });
    acceptFindings(this, NO_BACKUP_BY_DESIGN);
    this.#settings = settings;
    this.#edgeKeyIds = edgeKeyIds;
  }

  /** The variables of a function that counts. */
  get variables(): LimitsEnvironment {
    const { limit, windowSeconds, ipv6PrefixLength } = this.#settings.rateLimit;
    return {
      LIMITS_TABLE: this.tableName,
      RATE_LIMIT: String(limit),
      RATE_WINDOW_SECONDS: String(windowSeconds),
      IPV6_PREFIX_LENGTH: String(ipv6PrefixLength),
      EDGE_KEY_ID: this.#edgeKeyIds.join(','),
    };
  }

  /** Allows exactly the calls of a function that counts: of requests, and to create and delete salts. */
  grantCounting(grantee: IGrantable): void {
    this.grant(grantee, 'dynamodb:GetItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem');
  }
}
