const NUMBER = /^\d{1,12}(?:\.\d+)?$/;
const CLOCK = /^(?:(\d{1,4}):)?(\d{1,4}):(\d{1,2}(?:\.\d+)?)$/;
const ISO_8601 = /^P(?:0+Y)?(?:0+M)?(?:(\d+)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i;

/** No title runs for two days. A length in milliseconds exceeds this for anything over three minutes. */
const LONGEST = 48 * 3600;

/**
 * A title's length in whole seconds, from seconds (`7200`, `"7200"`), `H:MM:SS`, `MM:SS` or an ISO 8601 duration
 * (`PT2H5M`). Undefined when it cannot be read or cannot be a title's length.
 */
export function durationOf(stated: string | number | null | undefined): number | undefined {
  const seconds = typeof stated === 'string' ? readText(stated.trim()) : stated;
  if (typeof seconds !== 'number') return undefined;
  const whole = Math.round(seconds);
  return whole > 0 && whole <= LONGEST ? whole : undefined;
}

function readText(text: string): number | undefined {
  if (NUMBER.test(text)) return Number(text);
  const clock = CLOCK.exec(text);
  if (clock) return total(0, clock[1], clock[2], clock[3]);
  return isoSeconds(text);
}

/**
 * Seconds of an ISO 8601 duration or an xs:duration, with any number of digits (XML Schema Part 2, 3.2.6). Years and
 * months have no fixed length in seconds and must be zero.
 */
export function isoSeconds(text: string): number | undefined {
  const iso = /\d/.test(text) ? ISO_8601.exec(text) : null;
  return iso ? total(iso[1], iso[2], iso[3], iso[4]) : undefined;
}

function total(...[days, hours, minutes, seconds]: (string | number | undefined)[]): number {
  return Number(days ?? 0) * 86_400 + Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
}
