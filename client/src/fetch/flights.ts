/** Requests under way, each shared by all who ask for the same. */
export interface Flights<T> {
  /**
   * Waits for the answer, asking for it only if nobody else has yet. A caller who aborts leaves the others waiting; when
   * the last one has left, the request itself is aborted.
   *
   * @throws the signal's reason, as soon as it is aborted
   */
  join(key: string, signal?: AbortSignal): Promise<T>;
  /** Whoever asks from now on starts anew; what is under way still answers those who wait, and is not kept. */
  disown(key?: string): void;
}

interface Flight<T> {
  readonly answer: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
}

interface FlightPlan<T> {
  ask(key: string, signal: AbortSignal): Promise<T>;
  /** Called with each answer that was not disowned meanwhile. */
  keep(key: string, answer: T): void;
  /** Called with each failure that was not disowned meanwhile. */
  fail(key: string, error: unknown): void;
}

export function createFlights<T>({ ask, keep, fail }: FlightPlan<T>): Flights<T> {
  const flights = new Map<string, Flight<T>>();

  function depart(key: string): Flight<T> {
    const controller = new AbortController();
    const land = (): boolean => flights.get(key) === flight && flights.delete(key);
    const answer = ask(key, controller.signal).then(
      (result) => {
        if (land()) keep(key, result);
        return result;
      },
      (error) => {
        if (land()) fail(key, error);
        throw error;
      },
    );
    const flight = { answer, controller, waiting: 0 };
    flights.set(key, flight);
    return flight;
  }

  function leave(key: string, flight: Flight<T>): void {
    flight.waiting -= 1;
    // Not at once: React's StrictMode leaves and comes back in one breath, and that should stay one request.
    queueMicrotask(() => {
      if (flight.waiting > 0) return;
      if (flights.get(key) === flight) flights.delete(key);
      flight.controller.abort();
    });
  }

  return {
    join: (key, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const flight = flights.get(key) ?? depart(key);
        flight.waiting += 1;
        const abort = () => {
          leave(key, flight);
          reject(signal?.reason);
        };
        const stay = () => signal?.removeEventListener('abort', abort);
        signal?.addEventListener('abort', abort, { once: true });
        flight.answer.then(
          (result) => {
            stay();
            resolve(result);
          },
          (error) => {
            stay();
            reject(error);
          },
        );
      }),
    disown: (key) => {
      if (key === undefined) flights.clear();
      else flights.delete(key);
    },
  };
}
