import type { APIGatewayProxyResult } from 'aws-lambda';
import { VERSION } from '../../contract/generated/version.js';
import type { RequestContext } from '../observability/request-context.ts';

/**
 * The response to `GET /api/stream/status`: it says that gateway and function answer, and reads no table. A monitor's
 * visit is neither logged nor measured, since it would count as a fast request.
 */
export function statusAnswer(stage: string, context: RequestContext): APIGatewayProxyResult {
  context.isWritten = true;
  return {
    statusCode: 200,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'public, max-age=5' },
    body: JSON.stringify({ success: true, data: { stage, version: VERSION } }),
  };
}
