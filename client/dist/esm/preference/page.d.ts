/** The window of a page; undefined on a server, and where a script has a window without events. */
export declare function page(): EventTarget | undefined;
