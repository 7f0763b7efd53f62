import type { z } from 'zod';

/** The fault of a setting, as the rest of a sentence that begins with the setting's name. */
export function settingsSentence(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? `must be set (${issue.expected})` : `must be of type ${issue.expected}`;
    case 'invalid_value':
      return `must be one of ${issue.values.join(', ')}`;
    case 'too_small':
      return `must ${bounded(issue.origin)}${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`;
    case 'too_big':
      return `must ${bounded(issue.origin)}${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}`;
    case 'invalid_format':
      return `must look like ${issue.pattern ?? issue.format}`;
    case 'unrecognized_keys':
      return `must not have the unknown setting ${issue.keys.join(', ')}`;
    case 'invalid_union':
      return `must be one of the known kinds`;
    default:
      return undefined;
  }
}

function bounded(origin: string): string {
  return origin === 'array' || origin === 'string' ? 'have a length of ' : 'be ';
}
