import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { linesOf } from './lines.ts';

/** What a container runs. */
export interface ContainerImage {
  /** Folder of the bundle. */
  readonly taskRoot: string;
  /** `file.export`, as Lambda names it. */
  readonly handler: string;
  /** The whole environment: nothing is inherited from this process. */
  readonly environment: Readonly<Record<string, string>>;
  readonly functionArn: string;
  /** An invocation that takes longer ends the container. */
  readonly timeoutMs: number;
}

export interface Invocation {
  readonly requestId: string;
  /** JSON text. */
  readonly payload: string;
}

/** The result of an invocation, as Lambda's Invoke API returns it. */
export interface InvocationResult {
  /** JSON text: the handler's result, or `{errorType, errorMessage}`. */
  readonly payload: string;
  /** Present when the invocation failed. */
  readonly functionError?: 'Unhandled';
}

export interface ContainerEvents {
  /** The container asks for its next invocation. */
  idle(container: Container): void;
  /** The process has ended. */
  exit(container: Container): void;
  /** One line of its stdout or stderr. */
  line(line: string): void;
}

/** Lambda gives a container this long to start (Lambda Developer Guide, "Lambda execution environment lifecycle"). */
const INIT_LIMIT_MS = 10_000;
const RUNTIME_CLIENT = createRequire(import.meta.url).resolve('aws-lambda-ric');
const TRANSPORT = fileURLToPath(new URL('rapid-client.cjs', import.meta.url));

export function failure(errorType: string, errorMessage: string): InvocationResult {
  return { payload: JSON.stringify({ errorType, errorMessage }), functionError: 'Unhandled' };
}

/**
 * One function container: a child process with AWS's own runtime client, and the Runtime API server it talks to
 * (Lambda Developer Guide, "Using the Lambda runtime API"). It takes one invocation at a time.
 */
export class Container {
  readonly #image: ContainerImage;
  readonly #events: ContainerEvents;
  readonly #api: Server;
  #process: ChildProcess | undefined;
  /** The open `next` request of an idle container. */
  #next: ServerResponse | undefined;
  #call: { invocation: Invocation; settle: (result: InvocationResult) => void; timer?: NodeJS.Timeout } | undefined;
  #hasEnded = false;

  constructor(image: ContainerImage, events: ContainerEvents) {
    this.#image = image;
    this.#events = events;
    this.#api = createServer((request, response) => {
      this.#serve(request, response).catch(() => response.destroy());
    });
    this.#api.keepAliveTimeout = 0;
    this.#api.listen(0, '127.0.0.1', () => this.#start());
    this.#api.once('error', () => this.#leave('Runtime.ExitError', 'no port for the Runtime API'));
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  get busy(): boolean {
    return this.#call !== undefined;
  }

  /** Runs one invocation. Never rejects: every error is a failed result, as a caller of Lambda sees it. */
  invoke(invocation: Invocation): Promise<InvocationResult> {
    return new Promise((settle) => {
      this.#call = { invocation, settle };
      this.#limit(INIT_LIMIT_MS + this.#image.timeoutMs);
      if (this.#next) this.#deliver();
    });
  }

  /** Ends the process, as Lambda does: at once. Resolves when it has ended. */
  async kill(): Promise<void> {
    const child = this.#process;
    this.#leave('Runtime.ExitError', 'container stopped');
    if (child && child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }

  #start(): void {
    if (this.#hasEnded) return;
    const { port } = this.#api.address() as AddressInfo;
    const { taskRoot, handler, environment } = this.#image;
    const child = spawn(process.execPath, ['--require', TRANSPORT, RUNTIME_CLIENT], {
      cwd: taskRoot,
      env: {
        ...environment,
        AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
        LAMBDA_TASK_ROOT: taskRoot,
        _HANDLER: handler,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    for (const stream of [child.stdout, child.stderr]) void this.#read(stream);
    child.once('error', (error) => this.#leave('Runtime.ExitError', error.message));
    child.once('exit', (code, signal) =>
      this.#leave('Runtime.ExitError', `Runtime exited with ${signal ? `signal: ${signal}` : `exit status ${code}`}`),
    );
  }

  async #read(stream: AsyncIterable<Uint8Array>): Promise<void> {
    try {
      for await (const line of linesOf(stream)) this.#events.line(line);
    } catch {
      // The process was killed in the middle of a line.
    }
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.replace('/2018-06-01/runtime/', '');
    if (request.method === 'GET' && path === 'invocation/next') {
      this.#next = response;
      // The end of an idle process is seen here before its exit is reported.
      response.once('close', () => {
        if (!response.writableFinished) this.#leave('Runtime.ExitError', 'Runtime exited');
      });
      if (this.#call) this.#deliver();
      else this.#events.idle(this);
      return;
    }
    const payload = await text(request);
    const [, id, kind] = /^invocation\/([^/]+)\/(response|error)$/.exec(path ?? '') ?? [];
    if (path === 'init/error' || (id === this.#call?.invocation.requestId && kind === 'error')) {
      this.#settle({ payload, functionError: 'Unhandled' });
    } else if (id === this.#call?.invocation.requestId && kind === 'response') {
      this.#settle({ payload });
    }
    response.writeHead(202).end();
  }

  #deliver(): void {
    const { requestId, payload } = this.#call!.invocation;
    const { timeoutMs, functionArn } = this.#image;
    const root = `1-${Math.floor(Date.now() / 1000).toString(16)}-${requestId.replaceAll('-', '').slice(0, 24)}`;
    this.#limit(timeoutMs);
    this.#next!.writeHead(200, {
      'Content-Type': 'application/json',
      'Lambda-Runtime-Aws-Request-Id': requestId,
      'Lambda-Runtime-Deadline-Ms': String(Date.now() + timeoutMs),
      'Lambda-Runtime-Invoked-Function-Arn': functionArn,
      'Lambda-Runtime-Trace-Id': `Root=${root};Sampled=0`,
    }).end(payload);
    this.#next = undefined;
  }

  #limit(ms: number): void {
    const call = this.#call!;
    clearTimeout(call.timer);
    call.timer = setTimeout(() => {
      const seconds = (this.#image.timeoutMs / 1000).toFixed(2);
      const message = `RequestId: ${call.invocation.requestId} Error: Task timed out after ${seconds} seconds`;
      this.#leave('Sandbox.Timedout', message);
    }, ms);
  }

  #settle(result: InvocationResult): void {
    clearTimeout(this.#call?.timer);
    this.#call?.settle(result);
    this.#call = undefined;
  }

  #leave(errorType: string, errorMessage: string): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#process?.kill('SIGKILL');
    this.#api.close();
    this.#api.closeAllConnections();
    this.#settle(failure(errorType, errorMessage));
    this.#events.exit(this);
  }
}
