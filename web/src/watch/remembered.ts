/** What the viewer chose for one title, and gets for the next: `auto` or a height, and a language or none. */
export interface Remembered {
  readonly height?: number | undefined;
  readonly language?: string | undefined;
}

const NAME = 'stream-console:viewer';

/** A storage that is forbidden, or holds something else, counts as an empty one. */
export function recall(): Remembered {
  try {
    const { height, language } = JSON.parse(localStorage.getItem(NAME) ?? '{}');
    return {
      height: typeof height === 'number' ? height : undefined,
      language: typeof language === 'string' ? language : undefined,
    };
  } catch {
    return {};
  }
}

export function remember(change: Remembered): void {
  try {
    localStorage.setItem(NAME, JSON.stringify({ ...recall(), ...change }));
  } catch {
    // Then it is chosen again for the next title.
  }
}
