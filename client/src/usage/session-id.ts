/** A random id. `crypto.randomUUID` is for secure contexts only, and a page in development may be none. */
export const newSessionId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
