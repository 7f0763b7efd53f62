/** One filled polygon of a frame, in the pixels of the card. */
export interface Drawing {
  readonly points: readonly (readonly [x: number, y: number])[];
  /** `RRGGBB` */
  readonly colour: string;
  /** 0 is invisible, 1 is solid. */
  readonly opacity: number;
}

/**
 * Draws the moving picture of a card: everything between background and lettering.
 * @param phase 0 … 1 over the whole clip; the picture at 1 is the picture at 0, so that the clip loops
 */
export type Scene = (phase: number, width: number, height: number) => Drawing[];

const TURN = 2 * Math.PI;

/** A regular polygon; with `inner` a star that alternates between the two radii. */
function polygon(x: number, y: number, radius: number, corners: number, angle = 0, inner = radius): Drawing['points'] {
  return Array.from({ length: corners }, (_, corner) => {
    const direction = angle + (TURN * corner) / corners;
    const reach = corner % 2 === 0 ? radius : inner;
    return [x + reach * Math.cos(direction), y + reach * Math.sin(direction)] as const;
  });
}

const disc = (x: number, y: number, radius: number) => polygon(x, y, radius, 40);

function rectangle(x: number, y: number, width: number, height: number): Drawing['points'] {
  return [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ];
}

/** Everything below a wave: a line of hills that travels `laps` times its own length. */
function hills(base: number, swell: number, waves: number, shift: number, width: number, height: number) {
  const ridge = Array.from({ length: 49 }, (_, step) => {
    const x = (width * step) / 48;
    return [x, base + swell * Math.sin(TURN * ((waves * step) / 48 + shift))] as const;
  });
  return [...ridge, [width, height] as const, [0, height] as const];
}

/** Rolling hills under balls that bounce. */
export const meadow: Scene = (phase, width, height) => {
  const sway = 0.12 * Math.sin(TURN * phase);
  return [
    { points: disc(width * 0.8, height * 0.26, height * 0.12), colour: 'FFE9A8', opacity: 0.9 },
    { points: hills(height * 0.62, height * 0.05, 2, sway, width, height), colour: '5FA463', opacity: 1 },
    { points: hills(height * 0.7, height * 0.06, 1, -sway, width, height), colour: '2F6F4E', opacity: 1 },
    ...[0, 1, 2].map((ball) => {
      const beat = Math.abs(Math.sin(Math.PI * (phase * 8 + ball / 3)));
      const x = width * (0.55 + ball * 0.14);
      return {
        points: disc(x, height * (0.6 - 0.26 * beat), height * 0.042),
        colour: ['F7F3E3', 'F2A65A', 'E4572E'][ball]!,
        opacity: 1,
      };
    }),
  ];
};

/** Mountains under falling snow. */
export const mountains: Scene = (phase, width, height) => [
  { points: peaks(width, height, 0.36, 5, 0.5), colour: '5B7FA3', opacity: 0.55 },
  { points: peaks(width, height, 0.52, 4, 0.1), colour: '24405F', opacity: 1 },
  ...Array.from({ length: 18 }, (_, flake) => {
    const fall = (phase * (1 + (flake % 3)) + flake * 0.381) % 1;
    const drift = 0.015 * Math.sin(TURN * (phase * 3 + flake / 7));
    return {
      points: polygon(
        width * (((flake * 0.618) % 1) + drift),
        height * fall,
        height * (0.005 + 0.002 * (flake % 3)),
        6,
      ),
      colour: 'FFFFFF',
      opacity: 0.85 * Math.min(1, 8 * fall, 8 * (1 - fall)),
    };
  }),
];

function peaks(width: number, height: number, top: number, count: number, offset: number): Drawing['points'] {
  const ridge = Array.from({ length: 2 * count + 3 }, (_, step) => {
    const x = (width * (step - 1 + offset)) / (2 * count);
    return [x, height * (step % 2 === 0 ? 0.86 : top + 0.07 * ((step * 7) % 3))] as const;
  });
  return [[0, height], ...ridge, [width, height]];
}

/** Rings of light around a turning hexagon. */
export const reactor: Scene = (phase, width, height) => {
  const [x, y] = [width * 0.74, height * 0.44];
  const rings = [0, 1, 2].flatMap((ring) => {
    const growth = (phase + ring / 3) % 1;
    const radius = height * (0.12 + 0.28 * growth);
    return [{ points: ringOf(x, y, radius, radius * 0.965), colour: '39D5C8', opacity: 0.8 * (1 - growth) }];
  });
  return [
    ...rings,
    { points: polygon(x, y, height * 0.13, 6, TURN * phase), colour: 'F25C3D', opacity: 1 },
    { points: polygon(x, y, height * 0.07, 6, -TURN * phase), colour: '14202B', opacity: 1 },
  ];
};

/** A ring as one outline: out along one circle, back along the other. */
function ringOf(x: number, y: number, outer: number, inner: number): Drawing['points'] {
  const there = polygon(x, y, outer, 48);
  const back = polygon(x, y, inner, 48);
  return [...there, there[0]!, back[0]!, ...back.toReversed()];
}

/** Cogwheels that mesh. */
export const cogwheels: Scene = (phase, width, height) => {
  const cog = (x: number, y: number, radius: number, teeth: number, angle: number, colour: string): Drawing[] => [
    { points: polygon(x, y, radius, teeth * 2, angle, radius * 0.82), colour, opacity: 1 },
    { points: disc(x, y, radius * 0.3), colour: '1D1A26', opacity: 1 },
  ];
  return [
    ...cog(width * 0.68, height * 0.4, height * 0.22, 16, TURN * phase, 'C98B3C'),
    ...cog(width * 0.862, height * 0.58, height * 0.165, 12, (-TURN * phase * 16) / 12, '8C5A3C'),
    ...cog(width * 0.875, height * 0.235, height * 0.11, 8, (-TURN * phase * 16) / 8, 'E3C16F'),
  ];
};

/** Planets on their ways around a sun. */
export const planets: Scene = (phase, width, height) => {
  const [x, y] = [width * 0.72, height * 0.44];
  const orbits = [0.16, 0.25, 0.35].flatMap((reach, planet) => {
    const angle = TURN * (phase * (3 - planet) + planet * 0.37);
    const radius = height * reach;
    return [
      { points: ringOf(x, y, radius, radius - height * 0.003), colour: 'FFFFFF', opacity: 0.25 },
      {
        points: disc(x + radius * Math.cos(angle), y + radius * Math.sin(angle), height * (0.02 + 0.012 * planet)),
        colour: ['8CE0F2', 'F2D28C', 'E58CC3'][planet]!,
        opacity: 1,
      },
    ];
  });
  return [{ points: disc(x, y, height * 0.075), colour: 'FFC857', opacity: 1 }, ...orbits];
};

/** Clouds that pass before a full moon. */
export const moonlight: Scene = (phase, width, height) => [
  { points: disc(width * 0.72, height * 0.34, height * 0.17), colour: 'E8E8E8', opacity: 1 },
  ...[0, 1, 2, 3].map((cloud) => ({
    points: hills(
      height * (0.42 + 0.13 * cloud),
      height * 0.03,
      1 + (cloud % 2),
      phase * (cloud % 2 === 0 ? 1 : -1) + cloud / 4,
      width,
      height,
    ),
    colour: ['6E6E6E', '545454', '3A3A3A', '1E1E1E'][cloud]!,
    opacity: 0.75,
  })),
];

/** A mandala whose wreaths turn against each other, by one petal: slow turning takes few bytes. */
export const mandala: Scene = (phase, width, height) => {
  const [x, y] = [width * 0.73, height * 0.44];
  return [0.36, 0.27, 0.18, 0.09].map((reach, wreath) => ({
    points: polygon(
      x,
      y,
      height * reach,
      32 - 8 * (wreath % 2),
      ((TURN * phase) / (16 - 4 * (wreath % 2))) * (wreath % 2 === 0 ? 1 : -1),
      height * reach * 0.72,
    ),
    colour: ['F6AE2D', 'C2185B', 'FCE4B0', '7B1E5A'][wreath]!,
    opacity: 1,
  }));
};

/** Colour bars, a grid and a hand that goes round in one second. */
export const testCard: Scene = (phase, width, height) => {
  const bars = ['C0C0C0', 'C0C000', '00C0C0', '00C000', 'C000C0', 'C00000', '0000C0'];
  const [x, y] = [width * 0.74, height * 0.42];
  const reach = height * 0.24;
  const angle = TURN * (phase * 12 - 0.25);
  const sweep = Math.floor(phase * 12 * 25) % 25;
  return [
    ...bars.map((colour, bar) => ({
      points: rectangle((width * bar) / 7, 0, width / 7, height * 0.09),
      colour,
      opacity: 1,
    })),
    { points: disc(x, y, reach * 1.12), colour: 'F2F2F2', opacity: 1 },
    { points: disc(x, y, reach), colour: '20262E', opacity: 1 },
    ...Array.from({ length: 12 }, (_, hour) => ({
      points: disc(
        x + reach * 0.86 * Math.cos((TURN * hour) / 12),
        y + reach * 0.86 * Math.sin((TURN * hour) / 12),
        height * 0.009,
      ),
      colour: 'F2F2F2',
      opacity: 1,
    })),
    {
      points: [
        [x + reach * 0.05 * Math.cos(angle - 1.6), y + reach * 0.05 * Math.sin(angle - 1.6)],
        [x + reach * 0.8 * Math.cos(angle), y + reach * 0.8 * Math.sin(angle)],
        [x + reach * 0.05 * Math.cos(angle + 1.6), y + reach * 0.05 * Math.sin(angle + 1.6)],
      ],
      colour: 'F2C14E',
      opacity: 1,
    },
    // Lights up with the tone, once a second: picture and sound can be checked against each other.
    { points: disc(x, y, height * 0.03), colour: sweep < 3 ? 'FFFFFF' : 'F2C14E', opacity: 1 },
  ];
};
