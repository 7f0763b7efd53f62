/** Calls the page. Its mistake is reported as one, and ends nothing of ours. */
export declare function heard(call: () => void): void;
