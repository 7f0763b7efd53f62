/** Reads the directives of `Cache-Control` by their names (RFC 9111, 5.2). */
export function directivesOf(headers: Headers): Map<string, string> {
  const header = headers.get('cache-control') ?? '';
  return new Map(
    header.split(',').map((directive) => {
      const [name = '', value = ''] = directive.split('=');
      return [name.trim().toLowerCase(), value.trim().replaceAll('"', '')];
    }),
  );
}

/** Reads delta-seconds (RFC 9111, 1.2.2); 0 for anything else. */
export const secondsIn = (text: string | null | undefined): number => (/^\d+$/.test(text ?? '') ? Number(text) : 0);
