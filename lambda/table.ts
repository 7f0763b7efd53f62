import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';

/** What is used of the document client. */
export type TableClient = Pick<DynamoDBDocumentClient, 'send'>;

type Attributes = Record<string, unknown>;

interface Read {
  /** Sees every write that was acknowledged before it. Costs twice as much as a read that may be a moment behind. */
  readonly consistent?: boolean;
  readonly signal?: AbortSignal | undefined;
}

interface Condition {
  /** A condition expression. Without one the write is unconditional. */
  readonly condition?: string;
  readonly names?: Readonly<Record<string, string>>;
  /** By placeholder; what is undefined is left out. */
  readonly values?: Readonly<Attributes>;
  readonly signal?: AbortSignal | undefined;
}

interface Returned {
  /** Gets the item that was replaced, which costs nothing. */
  readonly returned?: ((former: Attributes) => void) | undefined;
}

interface Update extends Condition {
  /** An update expression. */
  readonly set: string;
  readonly returns?: 'ALL_NEW' | 'UPDATED_NEW';
}

/**
 * A DynamoDB table with the partition key `pk`.
 *
 * Every call rejects when the table cannot be reached or the signal is aborted; whether a write took place is then
 * unknown. The client bounds each try and repeats a call whose response was lost, so that a write may be carried out
 * twice: a conditional write that must not report its own first try as another's names its own result in its condition.
 */
export class Table {
  readonly #client: TableClient;
  readonly #name: string;

  constructor(client: TableClient, name: string) {
    this.#client = client;
    this.#name = name;
  }

  async get(pk: string, { consistent = false, signal }: Read = {}): Promise<Attributes | undefined> {
    const command = new GetCommand({ TableName: this.#name, Key: { pk }, ConsistentRead: consistent });
    return (await this.#client.send(command, sendOptions(signal))).Item;
  }

  /** Replaces the item. @returns false when the condition was not met */
  async put(
    item: { readonly pk: string },
    { condition, names, values, signal, returned }: Condition & Returned = {},
  ): Promise<boolean> {
    const command = new PutCommand({
      TableName: this.#name,
      Item: item,
      ConditionExpression: condition,
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: values,
      ...(returned && { ReturnValues: 'ALL_OLD' as const }),
    });
    const written = await ifMet(this.#client.send(command, sendOptions(signal)));
    if (written) returned?.(written.Attributes ?? {});
    return written !== undefined;
  }

  /** Changes the item, or creates it. @returns the attributes asked for; undefined when the condition was not met */
  async update(
    pk: string,
    { set, returns, condition, names, values, signal }: Update,
  ): Promise<Attributes | undefined> {
    const command = new UpdateCommand({
      TableName: this.#name,
      Key: { pk },
      UpdateExpression: set,
      ConditionExpression: condition,
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: values,
      ReturnValues: returns,
    });
    const written = await ifMet(this.#client.send(command, sendOptions(signal)));
    return written && (written.Attributes ?? {});
  }

  async delete(pk: string, signal?: AbortSignal): Promise<void> {
    await this.#client.send(new DeleteCommand({ TableName: this.#name, Key: { pk } }), sendOptions(signal));
  }
}

const sendOptions = (signal: AbortSignal | undefined) => (signal ? { abortSignal: signal } : {});

/** What a conditional write returned; undefined when its condition was not met. */
async function ifMet<T>(write: Promise<T>): Promise<T | undefined> {
  try {
    return await write;
  } catch (error) {
    if ((error as Error).name === 'ConditionalCheckFailedException') return undefined;
    throw error;
  }
}
