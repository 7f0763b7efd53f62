import { LogFormatter, LogItem } from '@aws-lambda-powertools/logger';
import type { LogAttributes, UnformattedAttributes } from '@aws-lambda-powertools/logger/types';
import { redactedText } from '../redacted-text.ts';

/** How deep a chain of causes is told. */
const MAX_CAUSES = 4;

/** The fields of a log line, and the only form in which an error gets into one: its own properties may hold anything. */
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

/** Name, message, stack and causes of an error, without link tokens. What is no error is told by its type. */
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
