import type { Drawing } from './scenes.ts';
import type { SampleTitle } from './titles.ts';

/** Frames a second: a frame then lasts four of the hundredths of a second in which an ASS script counts. */
export const FRAME_RATE = 25;
/** Seconds of every sample clip. */
export const CLIP_SECONDS = 12;

/** Subpixel precision of a drawing: `\p4` divides its coordinates by eight. */
const SUBPIXELS = 8;

/**
 * The picture of a sample title as an ASS subtitle script (Advanced SubStation Alpha), which libass renders sharp at
 * any size: shapes that move, the title, a timecode and the size of the picture.
 */
export function animatedCard(title: SampleTitle, width: number, height: number): string {
  const frames = Array.from({ length: FRAME_RATE * CLIP_SECONDS }, (_, frame) => {
    const [from, to] = [frame, frame + 1].map((at) => timestamp(at / FRAME_RATE)) as [string, string];
    const phase = frame / (FRAME_RATE * CLIP_SECONDS);
    return [
      ...title.scene(phase, width, height).map((drawing) => event(0, from, to, 'Shape', draw(drawing))),
      event(2, from, to, 'Timecode', `{\\pos(${margin(height)},${height - margin(height)})}${timecode(frame)}`),
      event(2, from, to, 'Shape', draw(progress(phase, width, height))),
    ];
  });
  const whole = [timestamp(0), timestamp(CLIP_SECONDS)] as const;
  const left = margin(height);
  const lettering = [
    event(2, ...whole, 'Title', `{\\pos(${left},${Math.round(height * 0.77)})}${title.name}`),
    event(2, ...whole, 'Note', `{\\pos(${left},${Math.round(height * 0.845)})}${title.note}`),
    event(2, ...whole, 'Size', `{\\pos(${width - left},${height - left})}${width} × ${height}`),
  ];
  return script(width, height, height * 0.095, [...frames.flat(), ...lettering]);
}

/** The poster of a sample title, one upright picture, as an ASS script. */
export function posterCard(title: SampleTitle, width: number, height: number): string {
  const whole = [timestamp(0), timestamp(1)] as const;
  // The scene keeps to the right of a wide picture: show that part of it, above the lettering.
  const scene = title.scene(0.06, width * 1.9, height * 0.82).map((drawing) => ({
    ...drawing,
    points: drawing.points.map(([x, y]) => [x - width * 0.88, y] as const),
  }));
  return script(width, height, width * 0.1, [
    ...scene.map((drawing) => event(0, ...whole, 'Shape', draw(drawing))),
    event(1, ...whole, 'Shape', draw({ points: bottom(width, height), colour: '101418', opacity: 1 })),
    event(2, ...whole, 'Poster', `{\\pos(${Math.round(width / 2)},${Math.round(height * 0.878)})}${title.name}`),
    event(2, ...whole, 'PosterNote', `{\\pos(${Math.round(width / 2)},${Math.round(height * 0.965)})}${title.note}`),
  ]);
}

const margin = (height: number) => Math.round(height * 0.06);

function bottom(width: number, height: number): Drawing['points'] {
  return [
    [0, height * 0.8],
    [width, height * 0.8],
    [width, height],
    [0, height],
  ];
}

function progress(phase: number, width: number, height: number): Drawing {
  const [right, top] = [width * Math.max(phase, 0.002), height * 0.985];
  const points = [
    [0, top],
    [right, top],
    [right, height],
    [0, height],
  ] as const;
  return { points, colour: 'FFFFFF', opacity: 0.8 };
}

function draw({ points, colour, opacity }: Drawing): string {
  const path = points.map(([x, y], index) => {
    const at = `${Math.round(x * SUBPIXELS)} ${Math.round(y * SUBPIXELS)}`;
    return index === 0 ? `m ${at} l` : at;
  });
  const transparency = Math.round((1 - opacity) * 255);
  return `{\\an7\\pos(0,0)\\1c${assColour(colour)}\\1a&H${hex(transparency)}&\\p4}${path.join(' ')}{\\p0}`;
}

const hex = (value: number) => value.toString(16).padStart(2, '0').toUpperCase();

/** ASS writes colours blue first. */
function assColour(rgb: string): string {
  return `&H${rgb.slice(4, 6)}${rgb.slice(2, 4)}${rgb.slice(0, 2)}&`;
}

function timestamp(seconds: number): string {
  const hundredths = Math.round(seconds * 100);
  const two = (value: number) => String(value).padStart(2, '0');
  return `0:${two(Math.floor(hundredths / 6000))}:${two(Math.floor(hundredths / 100) % 60)}.${two(hundredths % 100)}`;
}

function timecode(frame: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `00:00:${two(Math.floor(frame / FRAME_RATE))}:${two(frame % FRAME_RATE)}`;
}

function event(layer: number, from: string, to: string, style: string, text: string): string {
  return `Dialogue: ${layer},${from},${to},${style},,0,0,0,,${text}`;
}

/** @param letter size of the title, in pixels of the card; the other sizes follow it */
function script(width: number, height: number, letter: number, events: readonly string[]): string {
  const style = (name: string, font: string, scale: number, bold: boolean, outline: number, alignment: number) =>
    `Style: ${name},${font},${(letter * scale).toFixed(1)},&H00FFFFFF,&H00FFFFFF,&H50000000,&H90000000,${bold ? -1 : 0},0,0,0,100,100,0,0,1,${outline},0,${alignment},30,30,0,1`;
  return `${[
    '[Script Info]',
    'ScriptType: v4.00+',
    `PlayResX: ${width}`,
    `PlayResY: ${height}`,
    'ScaledBorderAndShadow: yes',
    '',
    '[V4+ Styles]',
    'Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding',
    style('Shape', 'DejaVu Sans', 1, false, 0, 7),
    style('Title', 'DejaVu Sans', 1, true, 2, 1),
    style('Note', 'DejaVu Sans', 0.42, false, 1, 1),
    style('Timecode', 'DejaVu Sans Mono', 0.42, false, 1, 1),
    style('Size', 'DejaVu Sans Mono', 0.42, false, 1, 3),
    style('Poster', 'DejaVu Sans', 1, true, 0, 5),
    style('PosterNote', 'DejaVu Sans', 0.36, false, 0, 5),
    '',
    '[Events]',
    'Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text',
    ...events,
  ].join('\n')}\n`;
}
