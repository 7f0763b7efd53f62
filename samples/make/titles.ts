import { cogwheels, mandala, meadow, moonlight, mountains, planets, reactor, type Scene, testCard } from './scenes.ts';

/** A picture size of a clip, and what a viewer would call it. */
export interface Size {
  readonly label: '1080p' | '720p' | '480p' | '360p';
  readonly width: number;
  readonly height: number;
}

/** What a sample clip looks and sounds like. The cards only name the film they stand in for; nothing of it is in them. */
export interface SampleTitle {
  readonly slug: string;
  readonly name: string;
  /** Second line of the card. */
  readonly note: string;
  /** Background, from the upper left to the lower right: `RRGGBB`. */
  readonly background: readonly [from: string, to: string];
  readonly scene: Scene;
  /** The melody: semitones above A3, two a second; null is a rest. */
  readonly melody: readonly (number | null)[];
  readonly sizes: readonly Size[];
}

const size = (label: Size['label'], width: number, height: number): Size => ({ label, width, height });
const WIDESCREEN = [size('1080p', 1920, 1080), size('720p', 1280, 720), size('480p', 854, 480), size('360p', 640, 360)];
const STANDS_IN = 'A generated clip that stands in for the film';

export const SAMPLE_TITLES: readonly SampleTitle[] = [
  {
    slug: 'big-buck-bunny',
    name: 'Big Buck Bunny',
    note: STANDS_IN,
    background: ['8FD3F4', 'CDEBC5'],
    scene: meadow,
    melody: [0, 4, 7, 9, 7, 4, 2, null],
    sizes: WIDESCREEN,
  },
  {
    slug: 'sintel',
    name: 'Sintel',
    note: STANDS_IN,
    background: ['F2B8A0', '6E8FB5'],
    scene: mountains,
    melody: [0, 3, 7, null, 10, 7, 3, null],
    // 2.35:1, as the film is: the height alone would call the first one 720p.
    sizes: [size('1080p', 1920, 816), size('720p', 1280, 544), size('480p', 854, 362), size('360p', 640, 272)],
  },
  {
    slug: 'tears-of-steel',
    name: 'Tears of Steel',
    note: STANDS_IN,
    background: ['14202B', '2C4A5A'],
    scene: reactor,
    melody: [0, null, 7, null, 5, null, 10, 12],
    sizes: [size('1080p', 1920, 800), size('720p', 1280, 534), size('360p', 640, 266)],
  },
  {
    slug: 'elephants-dream',
    name: 'Elephants Dream',
    note: STANDS_IN,
    background: ['3A3247', '1D1A26'],
    scene: cogwheels,
    melody: [0, 1, 5, 1, 7, 5, 1, null],
    sizes: [size('720p', 1280, 720), size('360p', 640, 360)],
  },
  {
    slug: 'cosmos-laundromat',
    name: 'Cosmos Laundromat',
    note: STANDS_IN,
    background: ['1B1440', '4A2A6B'],
    scene: planets,
    melody: [0, 7, 12, 16, 12, 7, 4, null],
    sizes: [size('1080p', 1920, 804), size('480p', 854, 358)],
  },
  {
    slug: 'night-of-the-living-dead',
    name: 'Night of the Living Dead',
    note: STANDS_IN,
    background: ['2B2B2B', '0E0E0E'],
    scene: moonlight,
    melody: [0, null, 1, null, 0, null, -4, null],
    // 4:3, black and white.
    sizes: [size('480p', 640, 480), size('360p', 480, 360)],
  },
  {
    slug: 'sita-sings-the-blues',
    name: 'Sita Sings the Blues',
    note: STANDS_IN,
    background: ['3B0F3F', 'A3324B'],
    scene: mandala,
    melody: [0, 3, 5, 6, 7, 10, 7, null],
    sizes: [size('720p', 1280, 720), size('360p', 640, 360)],
  },
  {
    slug: 'test-card',
    name: 'Stream API Test Card',
    note: 'A generated clip for the ids of the examples',
    background: ['303A46', '20262E'],
    scene: testCard,
    melody: [12, null],
    sizes: WIDESCREEN,
  },
];
