import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { type KeySet, parseKeySet } from './key-set.ts';

/** The secret in Secrets Manager that signers read, and from which the store of the edge is filled. */
export class KeySecret {
  readonly name: string;
  readonly #client: SecretsManagerClient;

  constructor(client: SecretsManagerClient, name: string) {
    this.#client = client;
    this.name = name;
  }

  /**
   * The keys; undefined where there is no such secret yet.
   * @throws Error in one sentence when the secret holds something else
   */
  async read(): Promise<KeySet | undefined> {
    try {
      const { SecretString: text = '' } = await this.#client.send(new GetSecretValueCommand({ SecretId: this.name }));
      return parseKeySet(text);
    } catch (error) {
      if ((error as Error).name === 'ResourceNotFoundException') return undefined;
      throw error;
    }
  }

  async write(set: KeySet): Promise<void> {
    const text = JSON.stringify(set);
    try {
      await this.#client.send(new PutSecretValueCommand({ SecretId: this.name, SecretString: text }));
    } catch (error) {
      if ((error as Error).name !== 'ResourceNotFoundException') throw error;
      const Description = 'Keys that sign links to media: written by "npm run media-keys" (Stream API)';
      await this.#client.send(new CreateSecretCommand({ Name: this.name, Description, SecretString: text }));
    }
  }
}
