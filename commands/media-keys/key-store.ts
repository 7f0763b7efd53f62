import {
  type CloudFrontKeyValueStoreClient,
  DescribeKeyValueStoreCommand,
  GetKeyCommand,
  PutKeyCommand,
} from '@aws-sdk/client-cloudfront-keyvaluestore';
import type { MediaKey } from './key-set.ts';

// The store's API takes signatures for all regions only, and its client finds the code for them by this import
// (CloudFront Developer Guide, "Work with key value data").
import '@aws-sdk/signature-v4a';

/** By which the function at the edge finds the keys. */
const NAME = 'keys';

/** Someone else may write in between. */
const ATTEMPTS = 3;

/** What a key is to the edge: it opens links, and knows nothing of when. */
type StoredKey = Pick<MediaKey, 'id' | 'secret'>;

/** The key value store of the media edge, from which its function reads the keys. */
export class KeyStore {
  readonly #client: CloudFrontKeyValueStoreClient;
  readonly #arn: string;

  constructor(client: CloudFrontKeyValueStoreClient, arn: string) {
    this.#client = client;
    this.#arn = arn;
  }

  /** Empty where nothing has been written yet. */
  async read(): Promise<readonly StoredKey[]> {
    try {
      const { Value: text = '[]' } = await this.#client.send(new GetKeyCommand({ KvsARN: this.#arn, Key: NAME }));
      return JSON.parse(text);
    } catch (error) {
      // Of the key only: that there is no such store is an error, with the same name, of the call before each write.
      if ((error as Error).name === 'ResourceNotFoundException') return [];
      throw error;
    }
  }

  /** Writes the keys, unless the store has just these. */
  async write(keys: readonly MediaKey[]): Promise<void> {
    const text = JSON.stringify(stored(keys));
    for (let attempt = 1; ; attempt += 1) {
      const { ETag } = await this.#client.send(new DescribeKeyValueStoreCommand({ KvsARN: this.#arn }));
      if (JSON.stringify(await this.read()) === text) return;
      try {
        await this.#client.send(new PutKeyCommand({ KvsARN: this.#arn, Key: NAME, Value: text, IfMatch: ETag }));
        return;
      } catch (error) {
        if ((error as Error).name !== 'ConflictException' || attempt === ATTEMPTS) throw error;
      }
    }
  }

  /** Whether the store has just these keys. */
  async has(keys: readonly MediaKey[]): Promise<boolean> {
    return JSON.stringify(await this.read()) === JSON.stringify(stored(keys));
  }
}

const stored = (keys: readonly MediaKey[]): StoredKey[] => keys.map(({ id, secret }) => ({ id, secret }));
