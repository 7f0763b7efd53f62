import { type Content, contentKey } from '../lambda/stream/content.ts';
import {
  contentOfOptions,
  runCommand,
  TARGET_OPTIONS,
  TITLE_OPTIONS,
  targetOfOptions,
  UsageError,
  type Values,
} from './command-line.ts';
import { checkAnswerLinks } from './links/check-answer.ts';
import { isWrong } from './links/check-links.ts';
import { LINK_OPTIONS, linkCheckOptions } from './links/link-options.ts';
import { linkReport } from './links/link-report.ts';
import { checkProvider } from './provider/check-provider.ts';
import { reportText } from './provider/provider-report.ts';

const HELP = `Checks a provider against docs/provider.md.

  npm run provider -- check URL [<title>] [options]

asks it for a title that it has, and for one that nobody has, as the stack would. It reports every deviation by field,
and what the API would answer. The provider may be on a private address; manifests on one are refused.

<title> is --tmdb-id ID --media-type movie, or --tmdb-id ID --media-type tv --season N --episode N (movie 550)
--token-env NAME    the environment variable that holds the bearer token
--origin URL        the site whose pages play the sources; without it any page is tried
--trust-origin URL  a private origin whose sources may be asked; repeatable
--stage NAME        a deployed stage whose CDNs its links lead through; or of a local stack --endpoint URL
--json              {url, conforms, deviations: [{field, message}], answer, links: [{url, verdict, reason, notes}]}

It asks for as much of each source as a player needs to begin, and says what a viewer would notice. Sources whose host
this machine does not know, or must not connect to, are left out.

The exit code is 0 when it conforms and its sources are well, else 1, and 2 when the command line is wrong.
`;

const OPTIONS = {
  ...TITLE_OPTIONS,
  ...TARGET_OPTIONS,
  'token-env': { type: 'string' },
  ...LINK_OPTIONS,
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
        if (values.stage !== undefined || values.endpoint !== undefined) targetOfOptions(values);
        const options = await linkCheckOptions(values);
        const report = await checkProvider(check);
        const links = await checkAnswerLinks(contentKey(check.content), report.answer?.data, options);
        const found = links.length > 0 ? { ...report, links } : report;
        const text = `${reportText(report)}${links.length > 0 ? `\n${linkReport(links)}` : ''}`;
        process.stdout.write(values.json ? `${JSON.stringify(found, null, 2)}\n` : text);
        if (!report.conforms || links.some(isWrong)) process.exitCode = 1;
      },
    },
  },
});
