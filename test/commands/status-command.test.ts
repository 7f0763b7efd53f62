import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { noteImport, noteUnpurged } from '../../commands/catalogue/store/import-note.ts';
import { stageReport } from '../../commands/status/stage-report.ts';
import type { StageStatus } from '../../lambda/wiring/operator/stage-status.ts';
import { type RunningTable, startCatalogueTable, TABLE } from './catalogue-tables.ts';
import { runCommand } from './run-command.ts';

/* A deployed stage: its table is real, CloudFormation, Lambda, CloudWatch and the API are played. */

let table: RunningTable;
let cloud: Server;
let address: string;
let alarms: { AlarmName: string; StateValue: string }[];
let status: StageStatus;
let apiAnswers: boolean;
let regions: Set<string>;

const AWS = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
const XML = 'xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"';
const output = (name: string, value: string) =>
  `<member><OutputKey>${name}</OutputKey><OutputValue>${value}</OutputValue></member>`;
const resource = (id: string, physical: string) =>
  `<member><LogicalResourceId>${id}</LogicalResourceId><PhysicalResourceId>${physical}</PhysicalResourceId><ResourceType>AWS::DynamoDB::Table</ResourceType></member>`;

function cloudFormation(form: URLSearchParams): [status: number, body: string] {
  const stack = form.get('StackName');
  if (stack !== 'StreamApi-prod') {
    const message = `Stack with id ${stack} does not exist`;
    return [
      400,
      `<ErrorResponse ${XML}><Error><Type>Sender</Type><Code>ValidationError</Code><Message>${message}</Message></Error></ErrorResponse>`,
    ];
  }
  if (form.get('Action') === 'ListStackResources') {
    const tables = resource('CatalogueTable7B51291C', TABLE);
    return [
      200,
      `<ListStackResourcesResponse ${XML}><ListStackResourcesResult><StackResourceSummaries>${tables}</StackResourceSummaries></ListStackResourcesResult></ListStackResourcesResponse>`,
    ];
  }
  const outputs =
    output('ApiUrl', `${address}/prod/api/stream/extract`) +
    output('CatalogueTableName', TABLE) +
    output('CacheFunctionName', 'prod-cache');
  return [
    200,
    `<DescribeStacksResponse ${XML}><DescribeStacksResult><Stacks><member><StackName>${stack}</StackName><Outputs>${outputs}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`,
  ];
}

beforeAll(async () => {
  table = await startCatalogueTable();
  cloud = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const [, region] = /Credential=[^/]+\/\d+\/([^/]+)/.exec(request.headers.authorization ?? '') ?? [];
      if (region) regions.add(region);
      if (request.url === '/prod/api/stream/status') {
        response.statusCode = apiAnswers ? 200 : 502;
        response.end(apiAnswers ? '{"success":true,"data":{"stage":"prod","version":"9.8.7"}}' : 'no');
      } else if (request.url?.includes('/functions/')) response.end(JSON.stringify(status));
      else if (request.headers['x-amz-target']?.includes('DescribeAlarms')) {
        response.setHeader('content-type', 'application/x-amz-json-1.0');
        const { AlarmNamePrefix } = JSON.parse(body);
        response.end(
          JSON.stringify({ MetricAlarms: alarms.filter(({ AlarmName }) => AlarmName.startsWith(AlarmNamePrefix)) }),
        );
      } else {
        const [code, xml] = cloudFormation(new URLSearchParams(body));
        response.writeHead(code, { 'content-type': 'text/xml' }).end(xml);
      }
    });
  });
  await new Promise<void>((resolve) => cloud.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(cloud.address() as AddressInfo).port}`;
  Object.assign(process.env, AWS, { AWS_ENDPOINT_URL: address, AWS_ENDPOINT_URL_DYNAMODB: table.endpoint });
});
afterAll(async () => {
  await new Promise((resolve) => cloud.close(resolve));
  await table.stop();
});

beforeEach(async () => {
  alarms = [{ AlarmName: 'StreamApi-prod-Errors', StateValue: 'OK' }];
  status = {
    stage: 'prod',
    version: '9.8.7',
    purges: { generation: 3, targets: [] },
    providers: [
      { name: 'own', type: 'http', breakerOpenForSeconds: 0 },
      { name: 'catalogue', type: 'catalogue', breakerOpenForSeconds: null },
    ],
  };
  apiAnswers = true;
  regions = new Set();
  await noteUnpurged({ client: table.client, name: TABLE }, []);
});

const run = (options: readonly string[], environment: Record<string, string> = AWS) =>
  runCommand('status', options, {
    environment: {
      AWS_ENDPOINT_URL: address,
      AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
      AWS_EC2_METADATA_DISABLED: 'true',
      HOME: '/nowhere',
      ...environment,
    },
  });

describe('npm run status of a deployed stage', () => {
  test('shows version, tables, providers, last import and alarms, and ends with 0 when all is well', async () => {
    const last = { at: '2026-01-01T00:00:00.000Z', titles: 5, added: 1, changed: 2, rejected: 0 };
    await noteImport({ client: table.client, name: TABLE }, last);
    const { code, out } = await run(['--stage', 'prod']);
    expect(code).toBe(0);
    for (const line of [
      /^ok +api +answers; stage prod, version 9\.8\.7$/m,
      /^ok +cache +readable; 3 purges so far$/m,
      /^ok +provider own +http, breaker closed$/m,
      /^- +provider catalogue +catalogue, no breaker$/m,
      /^ok +table catalogue +active$/m,
      /^- +last import +2026-01-01T00:00:00\.000Z: 5 titles, 1 new, 2 changed, 0 lines rejected$/m,
      /^ok +alarms +1, none of them red$/m,
      /^All is well$/m,
    ]) {
      expect(out).toMatch(line);
    }
  });

  test.each([
    [
      'an alarm that is red',
      () => void alarms.push({ AlarmName: 'StreamApi-prod-Canary', StateValue: 'ALARM' }),
      'alarms',
    ],
    [
      'a breaker that is open',
      () => {
        status = { ...status, providers: [{ name: 'own', type: 'http', breakerOpenForSeconds: 7 }] };
      },
      'provider own',
    ],
    [
      'an API that does not answer',
      () => {
        apiAnswers = false;
      },
      'api',
    ],
    [
      'an import that was interrupted',
      () => noteUnpurged({ client: table.client, name: TABLE }, ['movie:1']),
      'last import',
    ],
  ])('%s is wrong', async (_, spoil, name) => {
    await spoil();
    const { ok, checks } = await stageReport({ stage: 'prod' });
    expect(ok).toBe(false);
    expect(checks.filter((check) => check.ok === false).map((check) => check.name)).toEqual([name]);
  });

  test('the exit code is 1 when something is wrong, and --json has the same as data', async () => {
    apiAnswers = false;
    const { code, out } = await run(['--stage', 'prod', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ ok: false, stage: 'prod', version: '9.8.7' });
  });

  test('the alarms of another stage are not its own', async () => {
    alarms.push({ AlarmName: 'StreamApi-dev-Errors', StateValue: 'ALARM' });
    expect((await stageReport({ stage: 'prod' })).ok).toBe(true);
  });

  test('AWS_DEFAULT_REGION is a region, too', async () => {
    const { AWS_REGION: region, ...rest } = AWS;
    expect((await run(['--stage', 'prod'], { ...rest, AWS_DEFAULT_REGION: region })).code).toBe(0);
    expect([...regions]).toEqual([region]);
  });
});

test('a profile has its region and its credentials', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stream-api-profile-'));
  const config = join(folder, 'config');
  await writeFile(
    config,
    '[profile work]\nregion = ap-south-1\naws_access_key_id = test\naws_secret_access_key = test\n',
  );
  const { code } = await run(['--stage', 'prod'], { AWS_CONFIG_FILE: config, AWS_PROFILE: 'work' });
  await rm(folder, { recursive: true });
  expect({ code, regions: [...regions] }).toEqual({ code: 0, regions: ['ap-south-1'] });
});

describe('what cannot be reached is one sentence with what to do', () => {
  const { AWS_REGION: _, ...withoutRegion } = AWS;
  test.each([
    ['no region', ['--stage', 'prod'], withoutRegion, /^No AWS region is set: write AWS_REGION=.* "aws configure"/],
    [
      'no credentials',
      ['--stage', 'prod'],
      { AWS_REGION: 'eu-central-1' },
      /^No AWS credentials can be found .*: sign in/,
    ],
    [
      'a profile that is not there',
      ['--stage', 'prod'],
      { AWS_REGION: 'eu-central-1', AWS_PROFILE: 'work' },
      /^No AWS credentials of profile work can be found/,
    ],
    [
      'a stage that is not there',
      ['--stage', 'staging'],
      AWS,
      /^There is no stack StreamApi-staging in eu-central-1 of your account: .*AWS_REGION.*AWS_PROFILE.*npx cdk deploy -c stage=staging/,
    ],
    ['no place', [], AWS, /^give one of --stage and --endpoint/],
    ['an argument', ['prod'], AWS, /^unexpected argument prod/],
    ['no local stack', ['--endpoint', '127.0.0.1:9'], AWS, /^No local stack answers at 127\.0\.0\.1:9/],
    ['no address', ['--endpoint', 'ftp://x'], AWS, /^ftp:\/\/x is not the address of a local stack/],
  ])('%s', async (_, options, environment: Record<string, string>, sentence) => {
    const { code, out, err } = await run(options, environment);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(sentence);
    expect(err.trimEnd()).not.toContain('\n');
  });
});
