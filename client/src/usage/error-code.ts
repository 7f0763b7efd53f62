/** Reasons in words, as the collector tells kinds of errors apart: by codes. */
export function errorCodeOf(reason: string): string {
  const [, status] = /^HTTP (\d{3})$/.exec(reason) ?? [];
  if (status) return status;
  if (/answer|arrives|expired|reached|loaded/.test(reason)) return 'timeout';
  return /DRM/.test(reason) ? 'drm' : 'media';
}
