import { randomUUID } from 'node:crypto';
import { Container, type ContainerImage, failure, type InvocationResult } from './container.ts';

interface QueuedInvocation {
  readonly requestId: string;
  readonly payload: string;
  readonly settle: (result: InvocationResult) => void;
}

/**
 * The containers of one function. They start on demand and take one invocation at a time. Beyond the limit, invocations
 * queue in order (in the cloud they would start further containers).
 */
export class FunctionRuntime {
  readonly #image: ContainerImage;
  readonly #limit: number;
  readonly #line: (line: string) => void;
  readonly #containers = new Set<Container>();
  /** Those without an invocation. The one that was busy last is at the end and is taken first: it is the warmest. */
  readonly #idle: Container[] = [];
  /** Those that end instead of taking another invocation. */
  readonly #outdated = new WeakSet<Container>();
  readonly #queue: QueuedInvocation[] = [];
  #stopped = false;

  /** @param limit containers at the same time · @param line gets every line that the function prints */
  constructor(image: ContainerImage, limit: number, line: (line: string) => void) {
    this.#image = image;
    this.#limit = limit;
    this.#line = line;
  }

  /** Process ids of the running containers. */
  get pids(): number[] {
    return [...this.#containers].flatMap((container) => container.pid ?? []);
  }

  /**
   * Runs one invocation. Never rejects.
   * @param payload JSON text
   * @param signal removes a queued invocation; a running one continues, as in Lambda
   */
  invoke(payload: string, signal?: AbortSignal, requestId: string = randomUUID()): Promise<InvocationResult> {
    if (this.#stopped) return Promise.resolve(failure('Runtime.ExitError', 'The function has been stopped'));
    return new Promise((settle) => {
      const call = { requestId, payload, settle };
      const container = this.#idle.pop() ?? (this.#oneIsAboutToBeFree() ? undefined : this.#startContainer());
      if (container) return this.#run(container, call);
      this.#queue.push(call);
      signal?.addEventListener('abort', () => this.#drop(call), { once: true });
    });
  }

  /** Replaces every container once it is idle, as the cloud may at any time: what it remembers is forgotten. */
  renew(): void {
    for (const container of this.#containers) this.#outdated.add(container);
    for (const container of [...this.#idle]) void container.kill();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const call of this.#queue.splice(0))
      call.settle(failure('Runtime.ExitError', 'The function has been stopped'));
    await Promise.all([...this.#containers].map((container) => container.kill()));
  }

  /** Whether a container has responded and is about to ask for its next invocation: a cold start would take longer. */
  #oneIsAboutToBeFree(): boolean {
    const unoccupied = [...this.#containers].filter((container) => !container.busy).length;
    return unoccupied - this.#idle.length > this.#queue.length;
  }

  #startContainer(): Container | undefined {
    if (this.#stopped || this.#containers.size >= this.#limit) return undefined;
    const container = new Container(this.#image, {
      line: this.#line,
      idle: (own) => {
        // Its end lets a successor take what is queued.
        if (this.#outdated.has(own)) return void own.kill();
        const call = this.#queue.shift();
        if (call) this.#run(own, call);
        else this.#idle.push(own);
      },
      exit: (own) => {
        this.#containers.delete(own);
        const position = this.#idle.indexOf(own);
        if (position >= 0) this.#idle.splice(position, 1);
        const successor = this.#queue.length > 0 ? this.#startContainer() : undefined;
        if (successor) this.#run(successor, this.#queue.shift()!);
      },
    });
    this.#containers.add(container);
    return container;
  }

  #run(container: Container, { requestId, payload, settle }: QueuedInvocation): void {
    container.invoke({ requestId, payload }).then(settle);
  }

  #drop(call: QueuedInvocation): void {
    const position = this.#queue.indexOf(call);
    if (position < 0) return;
    this.#queue.splice(position, 1);
    call.settle(failure('Sandbox.Timedout', 'The call was cancelled before a container was free'));
  }
}
