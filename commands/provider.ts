import type { Content } from '../lambda/stream/content.ts';
import { contentOfOptions, runCommand, TITLE_OPTIONS, UsageError, type Values } from './command-line.ts';
import { checkProvider } from './provider/check-provider.ts';
import { reportText } from './provider/provider-report.ts';

const HELP = `A provider of your own, against docs/provider.md.

  npm run provider -- check URL [<title>] [--token-env NAME] [--json]

asks it for a title that it has, and for one that nobody has, as the stack would. It reports every deviation by field,
and what the API would answer. The provider may be on a private address; manifests on one are not read.

<title> is --tmdb-id ID --media-type movie, or --tmdb-id ID --media-type tv --season N --episode N (movie 550)
--token-env NAME    the environment variable that holds the bearer token
--json              {url, conforms, deviations: [{field, message}], answer}

The exit code is 0 when it conforms, 1 when it does not, and 2 when the command line is wrong.
`;

const OPTIONS = {
  ...TITLE_OPTIONS,
  'token-env': { type: 'string' },
  json: { type: 'boolean' },
} as const;

type Options = Values<typeof OPTIONS>;

const DEFAULT_TITLE: Content = { mediaType: 'movie', tmdbId: '550' };

function contentOf(options: Options): Content {
  const isNamed = Object.keys(TITLE_OPTIONS).some((name) => options[name as keyof typeof TITLE_OPTIONS] !== undefined);
  return isNamed ? contentOfOptions(options) : DEFAULT_TITLE;
}

function tokenOf(variable: string | undefined): string | undefined {
  if (variable === undefined) return undefined;
  const token = process.env[variable];
  if (!token) throw new UsageError(`the variable ${variable} is empty`);
  return token;
}

function checkedUrl(url: string): string {
  const parsed = URL.parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.username || parsed.password || parsed.hash) {
    throw new UsageError('URL is the http(s) address of the provider, without credentials and fragment');
  }
  return url;
}

await runCommand({
  help: HELP,
  options: OPTIONS,
  usageExitCode: 2,
  commands: {
    check: {
      needs: 'the URL of a provider',
      run: async (values, url) => {
        const check = { url: checkedUrl(url), content: contentOf(values), token: tokenOf(values['token-env']) };
        const report = await checkProvider(check);
        process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : reportText(report));
        if (!report.conforms) process.exitCode = 1;
      },
    },
  },
});
