/**
 * The headers of the console page. Code and styles come from its own host only; media, posters and manifests from any
 * host, because the links of an answer lead to wherever the operator's media is.
 */
export const CONSOLE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self' http: https: ws: wss:",
    'img-src data: http: https:',
    // data: for the empty text tracks of hls.js.
    'media-src data: blob: http: https:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};
