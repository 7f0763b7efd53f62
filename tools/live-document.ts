import { z } from 'zod';
import {
  MAX_CLIENT_CONNECTIONS,
  MAX_MESSAGES_A_MINUTE,
  MAX_WATCHED_TITLES,
  TICKET_SECONDS,
} from '../contract/bounds.ts';
import { liveAction, liveEvent, liveStep } from '../contract/events.ts';
import { ROUTES } from '../contract/routes.ts';

type Schema = Record<string, unknown> & {
  readonly properties: Readonly<
    Record<string, { readonly const?: string; readonly description?: string; readonly enum?: string[] }>
  >;
  readonly required?: readonly string[];
  readonly description?: string;
  readonly example?: unknown;
};

const MARK = '<!-- The tables are made from contract/events.ts by `npm run generate`. -->';

/** The text of `docs/live.md`. */
export function liveDocument(): string {
  return `# Live

A stage with \`live: {}\` in its settings has a WebSocket API beside the REST API: who waits sees which provider is asked
and how it ended, and who plays hears that the title was purged or has a new answer. A push says *that* something
happened; the answer itself is fetched from \`${ROUTES.extract.path}\`, so that caching, limits and CORS are in one place.
Everything works without it.

- The address is the stack's output \`LiveUrl\`, locally \`endpoints.live\` of \`GET /local/stack\` (\`ws://localhost:3000/live\`).
  The edge does not carry it: a page whose Content Security Policy has \`connect-src\` names it there.
- A browser's page may connect from the edge's domain and \`corsOrigins\`, or from \`live: { origins: […] }\`. Others get 403.
- Where the stage asks for API keys, a connection needs a ticket: \`wss://…/live?ticket=…\`. The site's own server has it
  from \`POST ${ROUTES.tickets.path}\` with its key, not through the edge. It is good once, for ${TICKET_SECONDS} seconds. Without one: 401.
- A connection counts towards the limit of its client, which has ${MAX_CLIENT_CONNECTIONS} at most (429), and watches ${MAX_WATCHED_TITLES} titles at most.
- API Gateway closes a connection after ten minutes without a message, and after two hours in any case. Frames are
  at most 32 KB, messages 128 KB, and text.

\`\`\`js
const socket = new WebSocket('ws://localhost:3000/live');
socket.onopen = () => socket.send(JSON.stringify({ action: 'watch', title: { tmdbId: '550', mediaType: 'movie' } }));
socket.onmessage = ({ data }) => console.log(JSON.parse(data));
\`\`\`

${MARK}

## What a client sends

${table('action', schemasOf(liveAction))}

## What it receives

${table('type', schemasOf(liveEvent))}

Each event names its \`title\`, but \`bye\` and the \`failed\` of a message that cannot be understood. A step of \`steps\` has:

${fields(z.toJSONSchema(liveStep, { io: 'output' }) as Schema)}

Events may come late, twice or in another order: each \`progress\` has the whole list, and one with a lower \`seq\` is old
news. After \`ready\`, ask; after \`failed\`, ask again when \`retryAfter\` has passed, where it is \`retryable\`. An
extraction that outlasts its request (504) goes on, and ends with \`ready\` or \`failed\` as any other. When the container
that extracts is killed, \`failed\` comes within ten seconds, unless another request goes on with the title; within 64
when the function that notifies is killed as well, since Lambda invokes it again after a minute.

\`changed\` comes within a second of a purge, also of one in the middle of an extraction, which then ends with \`changed\`
instead of \`ready\`. The containers of the API look for purges every four seconds: who asks at once may get the old answer
once more, with \`hit\` in its \`Cache-Status\`. Do not keep that one, and ask again after six seconds.

A connection sends ${MAX_MESSAGES_A_MINUTE} messages a minute at most, and changes what it watches a hundred times in its life. Beyond, it gets
\`bye\`; who goes on sending is disconnected. Each container counts for itself, so that a client which sends many messages
at once may get some more through. What is over the throttle of the stage is refused by API Gateway, in its own
form: \`{"message":"Too Many Requests","connectionId":"…","requestId":"…"}\`.

## In the SDK

\`createStreamClient({ liveUrl })\` and \`client.watch(request, { onProgress, onChange, signal })\`; with \`liveTicket\`, a function
that returns a ticket of the site's server, where the stage asks for API keys. [The SDK's README](../client/README.md) has
examples, [decision 0067](decisions/0067-live-in-the-sdk.md) the reasons.

| what happens | what the SDK does |
|---|---|
| a watch has lasted 700 ms | connects, unless the client has had the answer meanwhile; a watch with \`onChange\` connects in any case |
| \`progress\` with a higher \`seq\` | calls \`onProgress\` with all steps; any other is ignored |
| \`changed\` | removes the stored answer, calls \`onChange\`; the player asks again, and after a purge moves to the newer link |
| within 6 s of it, the API answers out of its cache what may be the old answer | does not store it, and calls \`onChange\` once more after the 6 s |
| a request gets 504, or 503 while \`progress\` has shown another's extraction | waits for \`ready\` or \`failed\`, at most 130 s, then asks once; at once when the connection is lost |
| nine minutes have passed | sends \`ping\` |
| 100 to 115 minutes have passed | opens the next connection, then closes this one |
| the connection is lost | comes back within 8 s at random, within twice that after each failure, at most five minutes |
| \`bye\` | closes, and stays away for its seconds and that random time |
| nobody watches | closes |

\`useStream\` has \`progress\`, \`streamOptions\` and \`playTitle\` take \`onProgress\`, \`progressInWords\` makes lines of it, and
\`<stream-player>\` shows them. On the local stack, the console's Watch and Try tabs do. Your own page there also shows
\`trial-provider\`, which \`npm start\` asks first: it has nothing but the Try tab's titles, whose ids are above 2000000000.
The console of a deployed stage has no address of the WebSocket API, since its page is the same for every stage: there,
the two tabs wait without progress, and an open player is not notified of a purge. Your own pages have the output
\`LiveUrl\` as their \`liveUrl\`.

## How it works

An extraction keeps its steps in the title's cache item, written with the renewal of its lease: every two seconds, every
second while somebody watches. \`watch\` writes its row, marks the item and returns the steps in one call each; the
extraction learns from its next write that somebody watches, and from then on invokes the \`notify\` function for each
event, which posts to the connections. An extraction that nobody watches makes no call and no invocation more than in a
stage without \`live\`, and what a hit loads has no code of it.
`;
}

const schemasOf = (union: z.ZodType): Schema[] => z.toJSONSchema(union, { io: 'output' }).oneOf as unknown as Schema[];

function table(name: string, schemas: readonly Schema[]): string {
  const rows = schemas.map(({ properties, description = '', example }) => {
    return `| \`${properties[name]!.const}\` | ${description} | \`${JSON.stringify(example)}\` |`;
  });
  return [`| \`${name}\` | what it means | example |`, '|---|---|---|', ...rows].join('\n');
}

function fields({ properties }: Schema): string {
  const rows = Object.entries(properties).map(([name, { description = '', enum: values }]) => {
    const named = values ? `${values.map((value) => `\`${value}\``).join(', ')}. ` : '';
    return `| \`${name}\` | ${named}${description} |`;
  });
  return ['| field | what it is |', '|---|---|', ...rows].join('\n');
}
