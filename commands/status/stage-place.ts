import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { ROUTES } from '../../contract/routes.ts';
import { awsSettings } from '../target/aws-settings.ts';
import { stackName, stackOutputs } from '../target/deployed-stack.ts';
import { describeLocalStack, localOrigin } from '../target/local-stack.ts';
import type { StageTarget } from '../target/stage-target.ts';

/** Where the parts of a stage are. */
export interface StagePlace {
  /** The address of `GET /api/stream/status`. */
  readonly statusUrl: string;
  /** By what it is called here: `cache`, `catalogue`, `limits`. */
  readonly tables: ReadonlyMap<string, string>;
  /** With what the names of its alarms begin; undefined where it can have none. */
  readonly alarmPrefix: string | undefined;
  /** Providers that nobody has set; they are not shown. */
  readonly ownProviders: readonly string[];
}

/** @throws Error in one sentence when the stage, or the local stack, does not exist */
export async function placeOf(target: StageTarget): Promise<StagePlace> {
  return 'stage' in target ? deployedPlace(target.stage) : localPlace(target.endpoint);
}

async function localPlace(endpoint: string): Promise<StagePlace> {
  const { tables, ownProviders = [] } = await describeLocalStack(endpoint);
  const statusUrl = new URL(ROUTES.status.path, localOrigin(endpoint)).href;
  return { statusUrl, tables: new Map(Object.entries(tables)), alarmPrefix: undefined, ownProviders };
}

async function deployedPlace(stage: string): Promise<StagePlace> {
  const name = stackName(stage);
  const client = new CloudFormationClient(awsSettings());
  const apiUrl = (await stackOutputs(stage, client)).get('ApiUrl') ?? '';
  const tables = new Map<string, string>();
  for await (const page of paginateListStackResources({ client }, { StackName: name })) {
    for (const { ResourceType, LogicalResourceId = '', PhysicalResourceId } of page.StackResourceSummaries ?? []) {
      if (ResourceType !== 'AWS::DynamoDB::Table' || !PhysicalResourceId) continue;
      // `CatalogueTable7B51291C`: the construct's name and a hash.
      tables.set(LogicalResourceId.replace(/Table[0-9A-F]{8}$/, '').toLowerCase(), PhysicalResourceId);
    }
  }
  return {
    statusUrl: apiUrl.replace(ROUTES.extract.path, ROUTES.status.path),
    tables,
    // CloudFormation names an alarm without a name after the stack.
    alarmPrefix: `${name}-`,
    ownProviders: [],
  };
}
