import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { DATA, SOURCE_COUNT, SUBTITLE_COUNT } from './answer.ts';

/*
 * The unit of the warm figures: the least that a handler can do to answer the request. It checks the query by hand,
 * finds the answer in a Map and serialises it, without limit, expiry, log or error mapping.
 */

const answers = new Map([['movie:550', JSON.parse(DATA) as unknown]]);
const HEADERS = { 'Content-Type': 'application/json', 'Cache-Control': 'private, max-age=1800' };

export const handler = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
  const { tmdbId = '', mediaType } = event.queryStringParameters ?? {};
  const data = answers.get(`${mediaType}:${tmdbId}`);
  if (!/^\d{1,10}$/.test(tmdbId) || (mediaType !== 'movie' && mediaType !== 'tv') || data === undefined) {
    return { statusCode: 400, headers: HEADERS, body: '{"error":"bad request"}' };
  }
  const metadata = { tmdbId, mediaType, sourceCount: SOURCE_COUNT, subtitleCount: SUBTITLE_COUNT };
  return { statusCode: 200, headers: HEADERS, body: JSON.stringify({ success: true, data, metadata }) };
};
