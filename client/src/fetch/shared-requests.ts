/** The requests under way. Callers who ask for the same key at the same time share one request. */
export interface SharedRequests<T> {
  /**
   * Waits for the answer, and sends the request only when none is under way. When a caller aborts, the others keep
   * waiting; when the last one has aborted, so is the request.
   *
   * @throws the signal's reason, as soon as it is aborted
   */
  join(key: string, signal?: AbortSignal): Promise<T>;
  /**
   * Detaches the request under way, or all of them: later callers send a new one. The old one still answers those who
   * wait for it, but neither `onAnswer` nor `onFailure` is called.
   */
  detach(key?: string): void;
}

interface SharedRequest<T> {
  readonly answer: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
}

interface SharedRequestOptions<T> {
  send(key: string, signal: AbortSignal): Promise<T>;
  /** Called with each answer whose request has not been detached. */
  onAnswer(key: string, answer: T): void;
  /** Called with each failure whose request has not been detached. */
  onFailure(key: string, error: unknown): void;
}

export function createSharedRequests<T>(options: SharedRequestOptions<T>): SharedRequests<T> {
  const requests = new Map<string, SharedRequest<T>>();

  function start(key: string): SharedRequest<T> {
    const controller = new AbortController();
    /** Returns false when the request has been detached. */
    const finish = (): boolean => requests.get(key) === request && requests.delete(key);
    const answer = options.send(key, controller.signal).then(
      (result) => {
        if (finish()) options.onAnswer(key, result);
        return result;
      },
      (error) => {
        if (finish()) options.onFailure(key, error);
        throw error;
      },
    );
    const request = { answer, controller, waiting: 0 };
    requests.set(key, request);
    return request;
  }

  function leave(key: string, request: SharedRequest<T>): void {
    request.waiting -= 1;
    // Deferred, because React's StrictMode unmounts and mounts again in one task: that must stay one request.
    queueMicrotask(() => {
      if (request.waiting > 0) return;
      if (requests.get(key) === request) requests.delete(key);
      request.controller.abort();
    });
  }

  return {
    join: (key, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const request = requests.get(key) ?? start(key);
        request.waiting += 1;
        const abort = () => {
          leave(key, request);
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', abort, { once: true });
        request.answer.finally(() => signal?.removeEventListener('abort', abort)).then(resolve, reject);
      }),
    detach: (key) => {
      if (key === undefined) requests.clear();
      else requests.delete(key);
    },
  };
}
