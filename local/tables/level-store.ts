import { createRequire } from 'node:module';
import { diskTrouble } from './disk-trouble.ts';

const ownRequire = createRequire(import.meta.url);
const dynaliteRequire = createRequire(ownRequire.resolve('dynalite'));
const { Level } = dynaliteRequire('level') as typeof import('level');

/**
 * Opens the store of the tables before dynalite does, and reads all of it: dynalite would end the whole process at a
 * store that it cannot open or, later, at an item that it cannot read.
 * @throws Error with one sentence when the store is in use, on a disk that refuses, or damaged
 */
export async function checkStore(folder: string): Promise<void> {
  const store = new Level<string, unknown>(folder, { valueEncoding: 'json' });
  try {
    await store.open();
    for await (const _entry of store.iterator({ fillCache: false }));
  } catch (error) {
    const cause = ((error as Error).cause ?? error) as NodeJS.ErrnoException;
    const reason =
      cause.code === 'LEVEL_LOCKED'
        ? 'another local stack uses it'
        : (diskTrouble(cause) ?? 'they are damaged: delete them');
    throw new Error(`The tables in ${folder} cannot be opened, ${reason}`, { cause: error });
  } finally {
    await store.close();
  }
}

type Callback = (error: Error | null, value?: unknown) => void;
type Operation = (...args: unknown[]) => unknown;

interface DynaliteStore {
  readonly db: Record<'get' | 'put' | 'del' | 'batch' | 'createValueStream', Operation>;
}

/**
 * Makes a dynalite that answers errors of its store as DynamoDB does, with a 500 `InternalServerError`. Otherwise it
 * throws them out of a callback, which would end the stack when its disk is full.
 * @param make calls dynalite · @param onTrouble gets each of these errors
 */
export function withStoreErrorsAnswered<T>(make: () => T, onTrouble: (error: Error) => void): T {
  const stores = dynaliteRequire('./db') as { create: (options: object) => DynaliteStore };
  const { create } = stores;
  stores.create = (options) => {
    const store = create(options);
    answerErrors(store.db, onTrouble);
    return store;
  };
  try {
    return make();
  } finally {
    stores.create = create;
  }
}

const isCallback = (value: unknown): value is Callback => typeof value === 'function';

function answerErrors(db: DynaliteStore['db'], onTrouble: (error: Error) => void): void {
  const asAnswer = (error: Error) => {
    onTrouble(error);
    // dynalite sends whatever carries a status and a body.
    const body = { __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError', message: error.message };
    return Object.assign(error, { statusCode: 500, body });
  };
  for (const name of ['get', 'put', 'del', 'batch'] as const) {
    const operation = db[name];
    db[name] = (...args) => {
      const callback = args.at(-1);
      // Level repeats by itself, and with a promise, what it was asked before it was open.
      if (!isCallback(callback)) return operation(...args);
      return operation(...args.slice(0, -1), (error: Error | null, value: unknown) =>
        callback(error && asAnswer(error), value),
      );
    };
  }
  const { createValueStream } = db;
  db.createValueStream = (...args) => (createValueStream(...args) as NodeJS.ReadableStream).once('error', asAnswer);
}
