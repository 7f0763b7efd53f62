import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { LimitsEnvironment } from '../../lambda/wiring/environment.ts';
import { acceptFindings, FORGETTING_TABLE } from '../accepted-findings.ts';
import type { StageSettings } from '../stage/stage-settings.ts';
import { removalPolicy } from './removal-policy.ts';

/**
 * Counts of clients and the salt of the day. It has no backups and no recovery: a salt that could be brought back would
 * make old hashes readable. Other functions of the site share its counts with `variables` and `grantCounting`.
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
    acceptFindings(this, FORGETTING_TABLE);
    this.#settings = settings;
    this.#edgeKeyIds = edgeKeyIds;
  }

  /** What a function must know to count. */
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

  /** Allows exactly the calls of a function that counts: its requests, and the salt's beginning and end. */
  grantCounting(grantee: IGrantable): void {
    this.grant(grantee, 'dynamodb:GetItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem');
  }
}
