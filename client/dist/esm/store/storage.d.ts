/** Where answers are stored: `localStorage`, or an object with the same methods. */
export interface StreamStorage {
    readonly length: number;
    key(index: number): string | null;
    getItem(key: string): string | null;
    setItem(key: string, value: string): void;
    removeItem(key: string): void;
}
/**
 * The page's localStorage; undefined on a server, and where the browser forbids it (reading the property throws there).
 * Node's own `localStorage` is not used: it is one file for all users.
 */
export declare function pageStorage(): StreamStorage | undefined;
