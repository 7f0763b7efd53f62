import { CLIP_SECONDS } from './card.ts';

const A3 = 220;
const NOTE_SECONDS = 0.5;

/**
 * A quiet melody as an expression for ffmpeg's `aevalsrc`: bell-like notes, two a second, repeated over the clip.
 * @param semitones above A3; null is a rest
 */
export function melodyExpression(semitones: readonly (number | null)[]): string {
  const notes = Array.from({ length: CLIP_SECONDS / NOTE_SECONDS }, (_, beat) => {
    const semitone = semitones[beat % semitones.length] ?? null;
    if (semitone === null) return [];
    const start = beat * NOTE_SECONDS;
    const frequency = (A3 * 2 ** (semitone / 12)).toFixed(3);
    const age = `(t-${start})`;
    // A note rises for 20 ms, so that it does not click, and rings on into the next one.
    return `between(t,${start},${start + 2 * NOTE_SECONDS})*min(1,${age}*50)*exp(-4*${age})*(sin(2*PI*${frequency}*${age})+0.3*sin(4*PI*${frequency}*${age}))`;
  });
  return `0.16*(${notes.flat().join('+')})`;
}
