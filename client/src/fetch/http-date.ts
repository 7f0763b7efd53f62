/** `Sun, 06 Nov 1994 08:49:37 GMT`, and the obsolete `Sunday, 06-Nov-94 08:49:37 GMT`. */
const WITH_ZONE = /^[a-z]+, (\d\d?)[ -]([a-z]{3})[ -](\d\d|\d{4}) (\d\d:\d\d:\d\d) GMT$/i;

/** `Sun Nov  6 08:49:37 1994`, obsolete too; always in UTC. */
const WITHOUT_ZONE = /^([a-z]{3}) ([a-z]{3}) +(\d\d?) (\S+) (\d{4})$/i;

/**
 * Reads a date in all three forms of HTTP (RFC 9110, 5.6.7). `Date.parse` alone accepts more than that, and takes a
 * time without a zone for local time.
 *
 * @param now milliseconds since 1970: a year of two digits is at most 50 years after it
 * @returns milliseconds since 1970; NaN for anything else
 */
export function parseHttpDate(text: string, now: number): number {
  const [, day, month, digits = '', time] = WITH_ZONE.exec(text.replace(WITHOUT_ZONE, '$1, $3 $2 $5 $4 GMT')) ?? [];
  const thisYear = new Date(now).getUTCFullYear();
  let year = Number(digits);
  if (digits.length === 2) year += thisYear - (thisYear % 100);
  if (year > thisYear + 50 && digits.length === 2) year -= 100;
  return Date.parse(`${day} ${month} ${year} ${time} GMT`);
}
