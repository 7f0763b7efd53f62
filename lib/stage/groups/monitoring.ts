import { z } from 'zod';

const topicArn = z.string().regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+$/);

export const monitoring = z.strictObject({
  /** Whether the stage has alarms. Its dashboard and saved queries are there in any case. */
  alarms: z.boolean(),
  /** SNS topics that are notified of the alarms of each severity. */
  pageTopicArn: topicArn.optional(),
  ticketTopicArn: topicArn.optional(),
  /** Where docs/runbook.md can be read; part of every alarm's description. */
  runbookUrl: z.string().min(1),
});
