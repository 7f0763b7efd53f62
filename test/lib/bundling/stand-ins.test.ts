import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { loadConfig } from '../../../lib/bundling/stand-ins/client-settings.ts';
import { defaultEndpointResolver } from '../../../lib/bundling/stand-ins/dynamodb-endpoints.ts';
import { defaultProvider } from '../../../lib/bundling/stand-ins/environment-credentials.ts';
import { type StandIn, standInPlugin, TABLE_STAND_INS } from '../../../lib/bundling/stand-ins.ts';

let before: NodeJS.ProcessEnv;
beforeEach(() => {
  before = { ...process.env };
});
afterEach(() => {
  process.env = before;
});

describe('the endpoint', () => {
  test.each(['eu-west-1', 'us-gov-west-1', 'cn-north-1'])("in %s is the one of the SDK's own rules", async (region) => {
    const { endpointProvider } = new DynamoDBClient({ region }).config;
    const { url } = endpointProvider({ Region: region, UseDualStack: false, UseFIPS: false });
    expect(defaultEndpointResolver({ Region: region }).url.href).toBe(url.href);
  });

  test('is the one that is configured, where there is one', () => {
    const Endpoint = 'http://127.0.0.1:8000';
    expect(defaultEndpointResolver({ Region: 'eu-west-1', Endpoint }).url.href).toBe(`${Endpoint}/`);
  });
});

describe('the credentials', () => {
  test("are the environment's, with the session's token", async () => {
    Object.assign(process.env, {
      AWS_ACCESS_KEY_ID: 'id',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'token',
    });
    const expected = { accessKeyId: 'id', secretAccessKey: 'secret', sessionToken: 'token' };
    expect(await defaultProvider()()).toEqual(expected);
  });

  test('without any are an error that says so', async () => {
    delete process.env.AWS_ACCESS_KEY_ID;
    await expect(defaultProvider()()).rejects.toThrow('No AWS credentials in the environment');
  });
});

describe("a client's setting", () => {
  const environmentVariableSelector = (environment: NodeJS.ProcessEnv) => environment.STAND_IN_SETTING;

  test('comes from the environment, else from the default, which may be a function', async () => {
    process.env.STAND_IN_SETTING = 'set';
    expect(await loadConfig({ environmentVariableSelector, default: 'default' })()).toBe('set');
    delete process.env.STAND_IN_SETTING;
    expect(await loadConfig({ environmentVariableSelector, default: 'default' })()).toBe('default');
    expect(await loadConfig({ environmentVariableSelector, default: async () => 'made' })()).toBe('made');
  });

  test('is looked up once', async () => {
    let lookups = 0;
    const setting = loadConfig<string | number>({ environmentVariableSelector, default: () => ++lookups });
    expect([await setting(), await setting()]).toEqual([1, 1]);
  });

  test('that is malformed fails as with the SDK', async () => {
    const malformed = () => {
      throw new Error('Cannot be read');
    };
    await expect(loadConfig({ environmentVariableSelector: malformed, default: '' })()).rejects.toThrow(
      'Cannot be read',
    );
  });
});

describe('a build with stand-ins', () => {
  /** The files of the SDK that a function with a DynamoDB client is made of. */
  async function bundled(standIns: readonly StandIn[]): Promise<string[]> {
    const { metafile } = await build({
      stdin: {
        contents:
          "import { DynamoDBClient } from '@aws-sdk/client-dynamodb'; export const client = new DynamoDBClient();",
        resolveDir: import.meta.dirname,
      },
      bundle: true,
      format: 'esm',
      platform: 'node',
      mainFields: ['module', 'main'],
      metafile: true,
      write: false,
      logLevel: 'silent',
      plugins: [standInPlugin(standIns)],
    });
    return Object.keys(metafile.inputs);
  }

  test('meets every one of them', async () => {
    const inputs = await bundled(TABLE_STAND_INS);
    expect(inputs.filter((input) => input.includes('credential-provider-sso'))).toEqual([]);
  });

  test('fails when one is not met, as after an update of the SDK that moved its module', async () => {
    const moved = { modules: [/@aws-sdk\/client-dynamodb\/moved\.js$/], standIn: 'dynamodb-endpoints.ts' };
    await expect(bundled([...TABLE_STAND_INS, moved])).rejects.toThrow('moved\\.js$ was not met');
  });

  test('holds the SDK as it is where the environment turns them off', async () => {
    process.env.STREAM_API_STAND_INS = 'off';
    const inputs = await bundled(TABLE_STAND_INS);
    expect(inputs.filter((input) => input.includes('credential-provider-sso'))).not.toEqual([]);
  });
});
