import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { ContainerImage } from '../../local/lambda/container.ts';
import { FunctionRuntime } from '../../local/lambda/function-runtime.ts';
import { stageFolder } from './stage.ts';

let folder: Awaited<ReturnType<typeof stageFolder>>;
const started: FunctionRuntime[] = [];
const lines: string[] = [];

beforeAll(async () => {
  folder = await stageFolder();
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((runtime) => runtime.stop()));
  lines.length = 0;
});
afterAll(() => folder.remove());

function runtime(containers: number, image: Partial<ContainerImage> = {}): FunctionRuntime {
  const own = new FunctionRuntime(
    {
      taskRoot: join(folder.path, 'bundle'),
      handler: 'probe.handler',
      environment: {
        PATH: '/usr/bin',
        AWS_LAMBDA_FUNCTION_NAME: 'probe',
        AWS_LAMBDA_FUNCTION_VERSION: '1',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
        AWS_LAMBDA_LOG_GROUP_NAME: 'probe',
        AWS_LAMBDA_LOG_STREAM_NAME: 'probe',
      },
      functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:probe',
      timeoutMs: 10_000,
      ...image,
    },
    containers,
    (line) => lines.push(line),
  );
  started.push(own);
  return own;
}

const call = async (own: FunctionRuntime, event: object, signal?: AbortSignal) => {
  const result = await own.invoke(JSON.stringify(event), signal);
  return { ...result, report: JSON.parse(result.payload) };
};

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('the containers of a function', () => {
  test('start on demand and keep their memory from call to call', async () => {
    const own = runtime(4);
    expect(own.pids).toEqual([]);
    const first = await call(own, {});
    const second = await call(own, {});
    expect([first.report.calls, second.report.calls]).toEqual([1, 2]);
    expect(own.pids).toEqual([second.report.pid]);
  });

  test('are one for each of several simultaneous calls, each with its own memory', async () => {
    const own = runtime(3);
    const answers = await Promise.all([1, 2, 3].map(() => call(own, { do: 'wait', ms: 300 })));
    expect(answers.map(({ report }) => report.calls)).toEqual([1, 1, 1]);
    expect(new Set(answers.map(({ report }) => report.pid)).size).toBe(3);
  });

  test('take the calls that queue in order', async () => {
    const own = runtime(1);
    const order: number[] = [];
    await Promise.all(
      [0, 1, 2, 3, 4].map((index) => call(own, { index }).then(({ report }) => order.push(report.event.index))),
    );
    expect(order).toEqual([0, 1, 2, 3, 4]);
    expect(own.pids).toHaveLength(1);
  });

  test('never see a queued call that was cancelled', async () => {
    const own = runtime(1);
    const cancelled = new AbortController();
    const running = call(own, { do: 'wait', ms: 200 });
    const dropped = call(own, { do: 'log', text: 'must not run' }, cancelled.signal);
    cancelled.abort();
    expect((await dropped).functionError).toBe('Unhandled');
    await running;
    expect((await call(own, {})).report.calls).toBe(2);
  });

  test('hold nothing of the host in their environment', async () => {
    process.env.SECRET_OF_THE_HOST = 'yes';
    const { report } = await call(runtime(1), {});
    delete process.env.SECRET_OF_THE_HOST;
    expect(report.environment).not.toHaveProperty('SECRET_OF_THE_HOST');
    expect(report.environment).not.toHaveProperty('HOME');
    expect(report.environment).toMatchObject({
      LAMBDA_TASK_ROOT: join(folder.path, 'bundle'),
      _HANDLER: 'probe.handler',
    });
  });

  test('know their deadline', async () => {
    const { report } = await call(runtime(1), {});
    expect(report.remaining).toBeGreaterThan(5000);
    expect(report.remaining).toBeLessThanOrEqual(10_000);
  });
});

describe('trouble in a container', () => {
  test('an error that the handler throws fails its call and leaves the container', async () => {
    const own = runtime(1);
    const failed = await call(own, { do: 'throw' });
    expect(failed).toMatchObject({
      functionError: 'Unhandled',
      report: { errorType: 'TypeError', errorMessage: 'as asked' },
    });
    expect((await call(own, {})).report.calls).toBe(2);
  });

  test('a process that ends fails its call, and the calls that queue get another one', async () => {
    const own = runtime(1);
    const [failed, next] = await Promise.all([call(own, { do: 'exit' }), call(own, {})]);
    expect(failed).toMatchObject({ functionError: 'Unhandled', report: { errorType: 'Runtime.ExitError' } });
    expect(next.report.calls).toBe(1);
  });

  test('an idle process that is killed is replaced at the next call', async () => {
    const own = runtime(1);
    const { report } = await call(own, {});
    process.kill(report.pid, 'SIGKILL');
    while (own.pids.length > 0) await delay(5);
    const after = await call(own, {});
    expect(after.report.calls).toBe(1);
    expect(after.report.pid).not.toBe(report.pid);
  });

  test('renewed, finish the call that they are at, and leave the next one to a new process', async () => {
    const own = runtime(1);
    const [busy, queued] = [call(own, {}), call(own, {})];
    own.renew();
    const [first, second] = [(await busy).report, (await queued).report];
    expect([first.calls, second.calls]).toEqual([1, 1]);
    expect(second.pid).not.toBe(first.pid);
    expect(own.pids).toEqual([second.pid]);
    own.renew();
    expect((await call(own, {})).report.calls).toBe(1);
  });

  test('a call that exceeds the time-out is failed and its container ended', async () => {
    const own = runtime(1, { timeoutMs: 1_000 });
    await call(own, {});
    const [pid] = own.pids;
    const failed = await call(own, { do: 'hang' });
    expect(failed).toMatchObject({ functionError: 'Unhandled', report: { errorType: 'Sandbox.Timedout' } });
    expect(failed.report.errorMessage).toContain('timed out after 1.00 seconds');
    while (isAlive(pid!)) await delay(5);
    expect((await call(own, {})).report.calls).toBe(1);
  });

  test('a bundle that cannot be loaded fails the call that wanted it', async () => {
    writeFileSync(join(folder.path, 'bundle', 'broken.js'), 'require("./is-not-there");');
    const failed = await call(runtime(1, { handler: 'broken.handler' }), {});
    expect(failed).toMatchObject({ functionError: 'Unhandled', report: { errorType: 'Runtime.ImportModuleError' } });
  });

  test('stopping ends every process and fails what was still running or queued', async () => {
    const own = runtime(1);
    await call(own, {});
    const [pid] = own.pids;
    const open = [call(own, { do: 'hang' }), call(own, {})];
    await own.stop();
    expect((await Promise.all(open)).map(({ functionError }) => functionError)).toEqual(['Unhandled', 'Unhandled']);
    expect(isAlive(pid!)).toBe(false);
    expect((await call(own, {})).functionError).toBe('Unhandled');
  });
});

test('what a function prints arrives line by line, also with a line separator inside', async () => {
  await call(runtime(1), { do: 'log', text: 'reported' });
  while (lines.length < 2) await delay(5);
  expect(lines[0]).toContain('cold start');
  expect(lines[1]).toContain('"separator":"\u2028"');
});
