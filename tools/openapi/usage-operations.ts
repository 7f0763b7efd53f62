import { z } from 'zod';
import { cmcdQuery } from '../../contract/query.ts';
import { countedHeaders } from './openapi-headers.ts';

type Json = Record<string, unknown>;

/** What the operations of every route refer to. */
interface Shared {
  readonly errorReferences: (...statuses: string[]) => Json;
  readonly titleParameters: readonly Json[];
}

const RECORDS =
  'br=(2500),cid="h3Xq0pYc1ZbM",com.streamapi-q="720p",e=t,sid="f1d2",sn=7,sta=p,ts=1795719600000,v=2\n' +
  'br=(2500),cid="h3Xq0pYc1ZbM",com.streamapi-q="720p",e=ps,sid="f1d2",sn=8,sta=r,ts=1795719612000,v=2\n';

/** The operation by which players report. A stage has it by its setting. */
export function usageOperations({ errorReferences, titleParameters }: Shared) {
  const { oneOf } = z.toJSONSchema(cmcdQuery, { io: 'input' }) as { oneOf: { properties: Record<string, Json> }[] };
  const { description, ...schema } = oneOf[0]!.properties.interval!;
  const text = { schema: { type: 'string', maxLength: 32_768 }, example: RECORDS };
  return {
    post: {
      operationId: 'reportPlayback',
      summary: 'What a player reports of a title',
      description:
        'Records of CMCD version 2 in event mode (CTA-5004-B), one a line, at most 100. Of `cid`, the id of the source, ' +
        'and of the title sums are kept by the hour; of viewers and their sessions nothing. Never with an API key.',
      tags: ['Usage'],
      security: [{}],
      parameters: [...titleParameters, { name: 'interval', in: 'query', required: false, description, schema }],
      requestBody: { required: true, content: { 'text/plain': text, 'application/cmcd': text } },
      responses: {
        '204': { description: 'Counted.', headers: countedHeaders() },
        ...errorReferences('400', '413', '429', '500', '503', '504'),
      },
    },
  };
}
