/** What we use of m3u8-parser, which ships no types. */
declare module 'm3u8-parser' {
  export interface ParsedPlaylist {
    readonly uri?: string;
    readonly duration?: number;
    readonly attributes?: {
      readonly RESOLUTION?: { readonly width?: number; readonly height?: number };
      readonly BANDWIDTH?: number;
      readonly 'FRAME-RATE'?: number;
      readonly CODECS?: string;
      readonly AUDIO?: string;
      readonly NAME?: string;
    };
  }
  export class Parser {
    readonly manifest: {
      readonly playlists?: readonly ParsedPlaylist[];
      readonly segments: readonly ParsedPlaylist[];
    };
    push(text: string): void;
    end(): void;
  }
}
