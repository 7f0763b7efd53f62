import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendText } from './service.ts';

/**
 * Whether a request may use what exists on this machine only. A page of another site may not, even where its name
 * resolves to this machine (DNS rebinding): the Host must name this machine, and the headers that a browser adds must
 * name the gateway's own pages (Fetch Standard, `Origin`; Fetch Metadata Request Headers, `Sec-Fetch-Site`).
 */
export function mayControl({ headers }: IncomingMessage): boolean {
  if (!/^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(headers.host ?? '')) return false;
  if (headers.origin !== undefined && headers.origin !== `http://${headers.host}`) return false;
  return ['same-origin', 'none'].includes(String(headers['sec-fetch-site'] ?? 'none'));
}

export const refuseControl = (response: ServerResponse): void =>
  sendText(response, 403, 'Only from this machine and its own pages');
