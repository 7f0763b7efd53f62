import { type StreamClient } from '../index.js';
/** The client of the page's origin, which components without one of their own share. */
export declare function pageClient(): StreamClient;
