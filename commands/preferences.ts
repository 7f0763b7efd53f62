import { runCommand, UsageError } from './command-line.ts';
import { viewerToken } from './preferences/viewer-token.ts';
import { placeOf } from './status/stage-place.ts';

const HELP = `Tokens of viewers, for trying /api/stream/preferences. A site mints its own on its server.

  npm run preferences -- token VIEWER --endpoint http://localhost:3000    for the local stack
  npm run preferences -- token VIEWER --stage NAME --secret NAME          for a deployed stage, signed with that secret

VIEWER is what the site calls the viewer. The token alone goes to standard output; it holds for an hour.

The exit code is 1 when something failed.
`;

const LOCAL_SECRET = 'local-preferences-token';

interface Values {
  readonly stage?: string | undefined;
  readonly secret?: string | undefined;
  readonly endpoint?: string | undefined;
}

async function printToken({ stage, secret, endpoint }: Values, viewer: string): Promise<void> {
  if (endpoint === undefined && (stage === undefined || secret === undefined)) {
    throw new UsageError('give --endpoint, or --stage and --secret');
  }
  const audience = stage ?? (await stageOf(endpoint!));
  console.log(await viewerToken(viewer, { secret: secret ?? LOCAL_SECRET, stage: audience, endpoint }));
}

/** The stage of a local stack. */
async function stageOf(endpoint: string): Promise<string> {
  const { statusUrl } = await placeOf({ endpoint });
  const { data } = (await (await fetch(statusUrl)).json()) as { data: { stage: string } };
  return data.stage;
}

await runCommand({
  help: HELP,
  options: { stage: { type: 'string' }, secret: { type: 'string' }, endpoint: { type: 'string' } },
  commands: { token: { needs: 'what the site calls the viewer', run: printToken } },
});
