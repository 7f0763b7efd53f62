import type { StreamRequest } from '../../../../client/src/fetch/request.ts';

/** Code that asks for one title, ready to be copied. */
export interface Snippet {
  readonly id: 'curl' | 'fetch' | 'sdk' | 'react' | 'player' | 'html';
  readonly name: string;
  readonly code: string;
}

interface SnippetOptions {
  readonly title: StreamRequest;
  /** Of the API: `http://localhost:3000`. */
  readonly baseUrl: string;
  /** Path and query of the request. */
  readonly target: string;
  /** Whether the stage requires an API key. The key itself is in no snippet. */
  readonly needsKey: boolean;
}

/** The request for a title in the ways that a site's developer may write it. */
export function snippetsFor({ title, baseUrl, target, needsKey }: SnippetOptions): readonly Snippet[] {
  const url = `${baseUrl}${target}`;
  const request = objectOf(title);
  // A key is for servers: in a page every visitor could read it. The edge adds its own.
  const client = needsKey
    ? `createStreamClient({\n  baseUrl: '${baseUrl}',\n  apiKey: process.env.STREAM_API_KEY, // on a server only\n})`
    : `createStreamClient({ baseUrl: '${baseUrl}' })`;
  const pageClient = `createStreamClient({ baseUrl: '${baseUrl}' })`;
  return [
    { id: 'curl', name: 'curl', code: `curl ${needsKey ? '-H "x-api-key: $STREAM_API_KEY" ' : ''}'${url}'` },
    {
      id: 'fetch',
      name: 'fetch',
      code: lines(
        needsKey
          ? `const headers = { 'x-api-key': process.env.STREAM_API_KEY }; // on a server only`
          : '// Every source, best first.',
        `const response = await fetch('${url}'${needsKey ? ', { headers }' : ''});`,
        'const answer = await response.json();',
        'if (!answer.success) throw new Error(answer.message);',
        'const [best] = answer.data.sources;',
      ),
    },
    {
      id: 'sdk',
      name: 'SDK',
      code: lines(
        "import { createStreamClient } from '@stream-api/client';",
        '',
        `const client = ${client};`,
        `const data = await client.getStream(${request});`,
      ),
    },
    {
      id: 'react',
      name: 'React',
      code: lines(
        "import { createStreamClient } from '@stream-api/client';",
        "import { useStream } from '@stream-api/client/react';",
        '',
        `const client = ${pageClient};`,
        '',
        'export function Title() {',
        `  const { data, error, refetch } = useStream(${request}, { client });`,
        '  if (error && !data) return <button onClick={refetch}>{error.message}</button>;',
        '  if (!data) return <p>Loading …</p>;',
        '  return <ol>{data.sources.map(({ url, quality }) => <li key={url}>{quality}</li>)}</ol>;',
        '}',
      ),
    },
    {
      id: 'player',
      name: 'Player',
      code: lines(
        "import { createStreamClient } from '@stream-api/client';",
        "import { playTitle } from '@stream-api/client/player';",
        '',
        `const client = ${pageClient};`,
        "const video = document.querySelector('video');",
        `playTitle(video, ${request}, { client, hls: () => import('hls.js') });`,
      ),
    },
    {
      id: 'html',
      name: 'HTML',
      code: lines(
        '<script type="module">',
        "  import '@stream-api/client/stream-player';",
        '</script>',
        `<stream-player base-url="${baseUrl}" ${attributesOf(title)} controls></stream-player>`,
      ),
    },
  ];
}

const lines = (...each: string[]): string => each.join('\n');

function objectOf({ tmdbId, mediaType, season, episode }: StreamRequest): string {
  const place = mediaType === 'tv' ? `, season: ${season}, episode: ${episode}` : '';
  return `{ tmdbId: '${tmdbId}', mediaType: '${mediaType}'${place} }`;
}

function attributesOf({ tmdbId, mediaType, season, episode }: StreamRequest): string {
  const place = mediaType === 'tv' ? ` season="${season}" episode="${episode}"` : '';
  return `tmdb-id="${tmdbId}" media-type="${mediaType}"${place}`;
}
