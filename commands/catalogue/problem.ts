/** Something about a line of a catalogue file that its author should know. */
export interface Problem {
  /** Counted from 1, blank lines included. */
  readonly line: number;
  /** `sources[0].url`; a CSV file's column; absent where it is about the whole line. */
  readonly field?: string;
  /** What is wrong, to be read after the field. */
  readonly message: string;
  /** A line with an error is not imported; one with a warning is. */
  readonly severity: 'error' | 'warning';
}

/** A problem of a row, which does not know its line. */
export type RowProblem = Omit<Problem, 'line'>;

export const problemText = ({ field, message }: RowProblem): string =>
  field === undefined ? message : `${field}: ${message}`;

/** A file that cannot be read at all; the message is one sentence for the operator. */
export class UnreadableFileError extends Error {
  override name = 'UnreadableFileError' as const;
}
