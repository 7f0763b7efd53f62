import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

/** A middleware of our HTTP functions: REST API proxy events in, proxy results out. */
export type Middleware = MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult>;

/** One of its steps. */
export type Step = NonNullable<Middleware['after']>;
