/**
 * Of the notify function. It waits beside each extraction that is watched, and waiting is billed by memory. With the
 * seventh of a processor that Lambda gives for it, 200 connections are notified in a second; with a whole one, in 0.6.
 */
export const NOTIFY_MEMORY_MIB = 256;
