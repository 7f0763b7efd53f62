/** Writes moments as `Date.toISOString` does. A second's text is kept: the whole costs half of a line's JSON. */
export class Timestamps {
  #second = Number.NaN;
  #text = '';

  /** @param at whole milliseconds since 1970 */
  text(at: number): string {
    const rest = at % 1000;
    if (at - rest !== this.#second) {
      this.#second = at - rest;
      this.#text = new Date(this.#second).toISOString().slice(0, -4);
    }
    return `${this.#text}${String(rest).padStart(3, '0')}Z`;
  }
}
