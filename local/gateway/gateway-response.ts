import type { GatewayResponseDefinition } from '../template/rest-api.ts';

export type GatewayResponseType = keyof typeof DEFAULTS;

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

/** API Gateway's own status and message of each type (Developer Guide, "Gateway response types"). */
const DEFAULTS = {
  MISSING_AUTHENTICATION_TOKEN: [403, 'Missing Authentication Token'],
  INVALID_API_KEY: [403, 'Forbidden'],
  REQUEST_TOO_LARGE: [413, 'Request Too Long'],
  THROTTLED: [429, 'Too Many Requests'],
  QUOTA_EXCEEDED: [429, 'Limit Exceeded'],
  // For a function that fails or returns a malformed result. API Gateway sends 502, not the 504 of its documentation.
  INTEGRATION_FAILURE: [502, 'Internal server error'],
  INTEGRATION_TIMEOUT: [504, 'Endpoint request timed out'],
} as const;

/** The gateway's own response, in the form that the template gives it. */
export function gatewayResponse(
  definitions: ReadonlyMap<string, GatewayResponseDefinition>,
  type: GatewayResponseType,
  requestId: string,
): HttpAnswer {
  const [status, message] = DEFAULTS[type];
  const definition = definitions.get(type) ?? definitions.get(status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX');
  const context: Record<string, string> = {
    'error.messageString': JSON.stringify(message),
    'error.message': message,
    'error.responseType': type,
    requestId,
  };
  const template = definition?.template ?? '{"message":$context.error.messageString}';
  const body = template.replaceAll(/\$context\.([A-Za-z]+(?:\.[A-Za-z]+)*)/g, (whole, name) => context[name] ?? whole);
  return {
    status: definition?.status ?? status,
    headers: { 'Content-Type': 'application/json', ...definition?.headers },
    body: Buffer.from(body),
  };
}
