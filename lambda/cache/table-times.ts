/** A call to the table for which an answer waits counts as failed when it takes longer, in milliseconds. */
export const TABLE_MS = 1_000;

/** A container's first call waits for a connection, its TLS handshake and credentials as well. */
export const FIRST_TABLE_MS = 3_000;
