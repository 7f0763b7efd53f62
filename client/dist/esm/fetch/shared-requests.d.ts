/** The requests under way. Callers who ask for the same key at the same time share one request. */
export interface SharedRequests<T> {
    /**
     * Waits for the answer, and sends the request only when none is under way. When a caller aborts, the others keep
     * waiting; when the last one has aborted, so is the request.
     *
     * @throws the signal's reason, as soon as it is aborted
     */
    join(key: string, signal?: AbortSignal): Promise<T>;
    /**
     * Detaches the request under way, or all of them: later callers send a new one. The old one still answers those who
     * wait for it, but neither `onAnswer` nor `onFailure` is called.
     */
    detach(key?: string): void;
}
interface SharedRequestOptions<T> {
    send(key: string, signal: AbortSignal): Promise<T>;
    /** Called with each answer whose request has not been detached. */
    onAnswer(key: string, answer: T): void;
    /** Called with each failure whose request has not been detached. */
    onFailure(key: string, error: unknown): void;
}
export declare function createSharedRequests<T>(options: SharedRequestOptions<T>): SharedRequests<T>;
export {};
