import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runCommand } from './run-command.ts';

interface Key {
  readonly id: string;
  readonly name: string;
  readonly value: string;
}

/** Plays CloudFormation's DescribeStacks and the control plane of API Gateway, as far as the command calls them. */
class ControlPlane {
  readonly keys = new Map<string, Key>();
  readonly onPlan: string[] = [];
  planIsGone = false;
  #server!: Server;

  async start(): Promise<string> {
    this.#server = createServer(async (message, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of message) chunks.push(chunk as Buffer);
      const [status, body] = this.#answer(message, Buffer.concat(chunks).toString());
      response.writeHead(status, { 'Content-Type': typeof body === 'string' ? 'text/xml' : 'application/json' });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    }).listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  add(key: Key): void {
    this.keys.set(key.id, key);
    this.onPlan.push(key.id);
  }

  #answer({ method, url = '' }: IncomingMessage, body: string): [number, unknown] {
    const { pathname, searchParams } = new URL(url, 'http://control');
    const call = `${method} ${pathname}`;
    if (call === 'POST /') return this.#describeStacks(new URLSearchParams(body).get('StackName'));
    if (call === 'POST /apikeys') {
      const { name } = JSON.parse(body) as { name: string };
      const key = { id: `id${this.keys.size + 1}`, name, value: `value-of-${name}` };
      this.keys.set(key.id, key);
      return [201, key];
    }
    if (call === 'GET /usageplans/plan1/keys') return [200, this.#page(Number(searchParams.get('position') ?? 0))];
    if (call === 'POST /usageplans/plan1/keys') {
      if (this.planIsGone) return [404, { message: 'Invalid Usage Plan identifier specified' }];
      const { keyId } = JSON.parse(body) as { keyId: string };
      this.onPlan.push(keyId);
      return [201, { id: keyId }];
    }
    const [, id] = /^DELETE \/apikeys\/(\w+)$/.exec(call) ?? [];
    if (id !== undefined && this.keys.delete(id)) {
      if (this.onPlan.includes(id)) this.onPlan.splice(this.onPlan.indexOf(id), 1);
      return [202, {}];
    }
    return [404, { message: `unexpected ${call}` }];
  }

  /** Two keys a page, values left out. */
  #page(from: number): unknown {
    const ids = this.onPlan.slice(from, from + 2);
    const item = ids.map((id) => ({ id, name: this.keys.get(id)!.name, type: 'API_KEY' }));
    return { item, ...(from + 2 < this.onPlan.length && { position: String(from + 2) }) };
  }

  #describeStacks(name: string | null): [number, string] {
    const output = '<member><OutputKey>UsagePlanId</OutputKey><OutputValue>plan1</OutputValue></member>';
    const stack = `<StackName>${name}</StackName><StackStatus>CREATE_COMPLETE</StackStatus><Outputs>${name === 'StreamApi-prod' ? output : ''}</Outputs>`;
    const result = `<DescribeStacksResult><Stacks><member>${stack}</member></Stacks></DescribeStacksResult>`;
    return [200, `<DescribeStacksResponse>${result}</DescribeStacksResponse>`];
  }
}

let plane: ControlPlane;
let endpoint: string;
beforeEach(async () => {
  plane = new ControlPlane();
  endpoint = await plane.start();
  plane.add({ id: 'own', name: 'Strea-Acces-a1b2c3', value: 'secret' });
});
afterEach(() => plane.stop());

const keys = (...args: string[]) =>
  runCommand('keys', args, {
    environment: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
  });

describe('npm run keys', () => {
  test('creates a key on the plan and prints its value, and nothing else, to standard output', async () => {
    const { code, out } = await keys('create', 'acme', '--stage', 'prod');
    expect([code, out]).toEqual([0, 'value-of-StreamApi-prod-partner-acme\n']);
    expect(plane.onPlan).toEqual(['own', 'id2']);
  });

  test('lists every key, over all pages, without a value', async () => {
    for (const name of ['acme', 'zenith', 'nadir']) {
      plane.add({ id: `k${name}`, name: `StreamApi-prod-partner-${name}`, value: 'secret' });
    }
    const { out } = await keys('list', '--stage', 'prod');
    expect(out).toBe("own\t(the stack's own)\nkacme\tacme\nkzenith\tzenith\nknadir\tnadir\n");
  });

  test('revokes by deleting the key', async () => {
    await keys('create', 'acme', '--stage', 'prod');
    expect((await keys('revoke', 'acme', '--stage', 'prod')).code).toBe(0);
    expect([...plane.keys.keys()]).toEqual(['own']);
  });

  test('leaves no key behind that it cannot put on the plan', async () => {
    plane.planIsGone = true;
    const { code, out, err } = await keys('create', 'acme', '--stage', 'prod');
    expect([code, out, err]).toEqual([1, '', 'Invalid Usage Plan identifier specified\n']);
    expect([...plane.keys.keys()]).toEqual(['own']);
  });

  test.each<[string, string[], string]>([
    [
      'a second key for one partner',
      ['create', 'taken', '--stage', 'prod'],
      'taken has a key already: revoke it first',
    ],
    ['a key that is not there', ['revoke', 'nobody', '--stage', 'prod'], 'nobody has no key on stage prod'],
    [
      'a name that no key can have',
      ['create', 'A b', '--stage', 'prod'],
      'A name is lower-case letters, digits and dashes, at most 63 of them',
    ],
    [
      'a stage without a plan',
      ['list', '--stage', 'dev'],
      "Stack StreamApi-dev has no output UsagePlanId: stage dev is public, and takes no keys. To ask for them, set access: 'key' and a usagePlan in lib/stage/stages.ts, and deploy it",
    ],
    ['no stage', ['list'], 'give --stage (--help shows how to call it)'],
    [
      'an unknown command',
      ['rotate', '--stage', 'prod'],
      'unknown command rotate: choose one of create, list, revoke (--help shows how to call it)',
    ],
  ])('reports in one sentence what is wrong with %s', async (_what, args, sentence) => {
    plane.add({ id: 'k1', name: 'StreamApi-prod-partner-taken', value: 'secret' });
    expect(await keys(...args)).toEqual({ code: 1, out: '', err: `${sentence}\n` });
  });
});
