import { createWriteStream, type WriteStream } from 'node:fs';
import type { Clock } from '../../lambda/clock.ts';

export type LogRecord = Readonly<Record<string, unknown>>;

const KEPT = 10_000;

/** What the functions print, one JSON object per line: the last records in memory, all of them in an optional file. */
export class FunctionLog {
  readonly #clock: Clock;
  readonly #file: WriteStream | undefined;
  readonly #onRecord: ((record: LogRecord) => void) | undefined;
  #records: LogRecord[] = [];

  /**
   * @param file is appended to; an error of it is printed on stderr and has no other effect
   * @param onRecord gets every record as it is written
   */
  constructor(clock: Clock, file?: string, onRecord?: (record: LogRecord) => void) {
    this.#onRecord = onRecord;
    this.#clock = clock;
    this.#file = file === undefined ? undefined : createWriteStream(file, { flags: 'a' });
    this.#file?.on('error', (error) => console.error(`Cannot write the log: ${error.message}`));
  }

  /** The last 10,000 records, oldest first. */
  get records(): readonly LogRecord[] {
    return this.#records.slice(-KEPT);
  }

  /** A line that is not a JSON object is wrapped in one. */
  write(functionName: string, line: string): void {
    const timestamp = new Date(this.#clock.now()).toISOString();
    const record = jsonObject(line) ?? { timestamp, function: functionName, message: line };
    this.#records.push(record);
    this.#onRecord?.(record);
    if (this.#records.length >= 2 * KEPT) this.#records = this.#records.slice(-KEPT);
    this.#file?.write(`${JSON.stringify(record)}\n`);
  }

  async close(): Promise<void> {
    const file = this.#file;
    if (file && !file.destroyed) await new Promise<void>((resolve) => file.end(resolve));
  }
}

function jsonObject(line: string): LogRecord | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as LogRecord;
  } catch {
    return undefined;
  }
}
