import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { acceptFindings, PEPPER_SECRET } from '../accepted-findings.ts';
import type { FunctionBundles } from '../bundling/functions.ts';
import { grantSecrets } from '../functions/secrets.ts';
import { StreamFunction } from '../functions/stream-function.ts';
import type { StageSettings } from '../stage/stage-settings.ts';
import type { LimitsTable } from '../tables/limits-table.ts';
import { removalPolicy } from '../tables/removal-policy.ts';
import { PreferencesTable } from './preferences-table.ts';

const TIMEOUT_SECONDS = 10;

export interface PreferencesFunctionProps {
  readonly settings: StageSettings;
  readonly preferences: NonNullable<StageSettings['preferences']>;
  readonly bundles: FunctionBundles;
  readonly limitsTable: LimitsTable;
}

/** Keeps what viewers prefer, for tokens of the site. Its table and the key of its hashes are its own. */
export class PreferencesFunction extends StreamFunction<'preferences'> {
  readonly table: PreferencesTable;

  constructor(scope: Construct, id: string, { settings, preferences, bundles, limitsTable }: PreferencesFunctionProps) {
    const table = new PreferencesTable(scope, `${id}Table`, settings);
    // By name, since the local stack has no ARNs.
    const pepper = `StreamApi-${settings.stage}/preferences/pepper`;
    super(scope, id, {
      name: 'preferences',
      description: `Stream API (${settings.stage}): keeps what viewers prefer`,
      bundles,
      settings,
      timeoutSeconds: TIMEOUT_SECONDS,
      environment: {
        STAGE: settings.stage,
        ...limitsTable.variables,
        PREFERENCES_TABLE: table.tableName,
        TOKEN_SECRET: preferences.tokenSecret,
        PEPPER_SECRET: pepper,
        CORS_ORIGINS: JSON.stringify(settings.corsOrigins),
        LOG_SAMPLING: String(settings.logSampling),
      },
    });
    this.table = table;
    const secret = new CfnSecret(this, 'Pepper', {
      name: pepper,
      description: 'The key under which viewers are hashed',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
    });
    // With another key every viewer would be another.
    secret.applyRemovalPolicy(removalPolicy(settings));
    acceptFindings(secret, PEPPER_SECRET);
    table.grantKeeping(this);
    limitsTable.grantCounting(this);
    grantSecrets(this, [preferences.tokenSecret, pepper]);
  }
}
