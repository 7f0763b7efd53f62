import { LogFormatter, LogItem } from '@aws-lambda-powertools/logger';
import type { LogAttributes, UnformattedAttributes } from '@aws-lambda-powertools/logger/types';
import { redactedText } from '../redacted-text.ts';

/** The depth to which a chain of causes is logged. */
const MAX_CAUSES = 4;

/**
 * Formats log lines. Of an error only the fields of `errorFields` are logged: its other properties may hold secrets.
 */
export class StreamLogFormatter extends LogFormatter {
  override formatAttributes(attributes: UnformattedAttributes, additional: LogAttributes): LogItem {
    const { logLevel, message, timestamp, serviceName } = attributes;
    return new LogItem({
      attributes: { level: logLevel, message, timestamp: this.formatTimestamp(timestamp), service: serviceName },
    }).addAttributes(additional);
  }

  override formatError(error: Error): LogAttributes {
    return errorFields(error);
  }
}

/** Name, message, stack and causes of an error, without tokens of links. Of any other value, its type. */
export function errorFields(error: unknown, depth = 0): LogAttributes {
  if (!(error instanceof Error)) return { name: typeof error };
  const { name, message, stack, cause } = error;
  const causes = error instanceof AggregateError ? error.errors : cause === undefined ? [] : [cause];
  return {
    name,
    message: redactedText(message),
    ...(depth === 0 && stack !== undefined && { stack: redactedText(stack) }),
    ...(causes.length > 0 && depth < MAX_CAUSES && { causes: causes.map((each) => errorFields(each, depth + 1)) }),
  };
}
