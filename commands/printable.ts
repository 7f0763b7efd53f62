/**
 * A text for one line of a terminal: without control characters, line ends and marks that turn the direction of what
 * follows. What others wrote can neither steer the terminal nor look like a line of ours.
 */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '?');
