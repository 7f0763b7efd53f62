/** A random id. `crypto.randomUUID` is for secure contexts only, and a page in development may be none. */
export declare const newSessionId: () => string;
