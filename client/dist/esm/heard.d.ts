/** Calls the page. Its mistake is reported as one, on the console where nothing else does, and ends nothing of ours. */
export declare function heard(call: () => void): void;
