import { CfnQueryDefinition } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ALARMS } from './watch-stage.ts';

export interface SavedQueriesProps {
  /** Of the queries, in the console. */
  readonly folder: string;
  /** The logs of every function that any of the alarms is about. */
  readonly logGroupNames: readonly string[];
}

/** A saved query for each alarm of the runbook. */
export class SavedQueries extends Construct {
  constructor(scope: Construct, id: string, { folder, logGroupNames }: SavedQueriesProps) {
    super(scope, id);
    for (const { name, title, query } of ALARMS) {
      new CfnQueryDefinition(this, name, {
        name: `${folder}/${title}`,
        queryString: query.join('\n| '),
        logGroupNames: [...logGroupNames],
      });
    }
  }
}
