import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CatalogueTable } from '../commands/catalogue/catalogue-table.ts';
import type { RequestRecord } from '../contract/local/requests.ts';
import { type Clock, systemClock } from '../lambda/clock.ts';
import type { StageOverrides } from '../lib/stage/load-stage.ts';
import type { StageSettings } from '../lib/stage/stage-settings.ts';
import { MetricsView } from './console/metrics-view.ts';
import { TRIAL_PROVIDER, trialProvider } from './console/trial-provider.ts';
import { GatewayAdmission } from './gateway/admission.ts';
import { RestApi } from './gateway/rest-api.ts';
import { healthServices } from './health/health-view.ts';
import { listenOnLoopback } from './http/listener.ts';
import { LocalServer, type ServedRequest } from './http/local-server.ts';
import { jsonRoute, type LocalService, unknownLocalRoutes } from './http/service.ts';
import type { InvocationResult } from './lambda/container.ts';
import { EventInvocations } from './lambda/event-invocations.ts';
import { FunctionLog, type LogRecord } from './lambda/function-log.ts';
import { lambdaApi } from './lambda/lambda-api.ts';
import { LambdaFunctions } from './lambda/lambda-functions.ts';
import { checkLogFile } from './lambda/log-file.ts';
import { localCdns } from './media/local-cdn.ts';
import { cdnsOf, mediaKeys } from './media/media-keys.ts';
import type { LocalOptions } from './options.ts';
import { RequestLog } from './requests/request-log.ts';
import { requestsService } from './requests/requests-service.ts';
import { apiKeyValues } from './services/api-keys.ts';
import { apiKeysApi } from './services/api-keys-api.ts';
import { generatedSecrets } from './services/generated-secrets.ts';
import { greeting } from './services/greeting.ts';
import { keepValues } from './services/kept-values.ts';
import { MediaOrigin } from './services/media-origin.ts';
import { Schedules } from './services/schedules.ts';
import { secretsApi } from './services/secrets-api.ts';
import { describeStack, type StackDescription } from './stack-description.ts';
import { localOverrides, localSecrets } from './stage-overrides.ts';
import { openDataFolder } from './tables/data-folder.ts';
import { diskTrouble } from './tables/disk-trouble.ts';
import { dynamoClient, startTables } from './tables/tables.ts';
import type { StackDefinition } from './template/template.ts';
import { usageService } from './usage/usage-view.ts';
import { readTitles } from './watch/titles-file.ts';
import { connectionsApi } from './websocket/connections-api.ts';
import { LocalWebSocketApi } from './websocket/websocket-api.ts';

/** What a test, or `npm start`, may set besides the options. */
export interface StackParts {
  /** Returns the definition; without it the stage is synthesised and its catalogue seeded with the samples. */
  readonly define?: (url: string) => Promise<StackDefinition>;
  /** Replaces the endpoint of the tables that the functions get: for a proxy that injects faults. */
  readonly dynamodbEndpoint?: (endpoint: string) => string | Promise<string>;
  readonly clock?: Clock;
  /** Serves the console page, and puts the provider of its trials before all others. */
  readonly console?: boolean;
  readonly onProgress?: (line: string) => void;
  /** Gets every request of the port, and whether it was one of the API. */
  readonly onRequest?: (request: ServedRequest, isApi: boolean) => void;
  /** Gets every request of the API, with what its function logged. */
  readonly onApiRequest?: (record: RequestRecord) => void;
  /** Gets every line that a function logs. */
  readonly onLog?: (record: LogRecord) => void;
}

export interface LocalStack {
  /** `http://localhost:3000` */
  readonly url: string;
  readonly port: number;
  readonly description: StackDescription;
  /** id → value */
  readonly apiKeys: ReadonlyMap<string, string>;
  /** What the functions printed recently, oldest first. */
  logs(): readonly LogRecord[];
  /** @param name key, logical id, name, alias or ARN of a function · @param event serialised to JSON */
  invoke(name: string, event: unknown): Promise<InvocationResult>;
  /** Process ids of one function's containers. */
  pids(name: string): number[];
  stop(): Promise<void>;
}

const MEDIA = fileURLToPath(new URL('../samples/media', import.meta.url));

/**
 * Starts the whole stack on this machine.
 * @throws Error with one sentence: port in use, unknown stage, unusable data folder or log
 */
export async function startStack(options: LocalOptions, parts: StackParts = {}): Promise<LocalStack> {
  const closing: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    return await assemble(options, parts, closing, stop);
  } catch (error) {
    await stop();
    throw isOutOfSpace(error)
      ? new Error(`The data folder ${options.dataDir} cannot be used: ${diskTrouble(error)}`, { cause: error })
      : error;
  }
}

const isOutOfSpace = (error: unknown): boolean =>
  ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '');

async function assemble(
  options: LocalOptions,
  parts: StackParts,
  closing: (() => Promise<void>)[],
  stop: () => Promise<void>,
): Promise<LocalStack> {
  const { clock = systemClock, onProgress = () => undefined } = parts;
  if (options.logFile !== undefined) await checkLogFile(options.logFile);
  if (options.watchFile !== undefined) await readTitles(options.watchFile);
  // The settings contain the gateway's own origin, so its port must be known first.
  const server = new LocalServer(clock);
  const listener = await listenOnLoopback(options.port, server);
  closing.push(listener.stop);
  const url = `http://localhost:${listener.port}`;

  const dataDir = resolve(options.dataDir);
  await openDataFolder(dataDir);
  onProgress(`Synthesising stage ${options.stage} …`);
  const definition = await (parts.define ?? synthesised(options, join(dataDir, 'assembly'), parts.console))(url);

  onProgress(`Opening the tables in ${options.dataDir} …`);
  const tables = await startTables(join(dataDir, 'tables'), definition.tables);
  closing.push(tables.stop);
  const lambda = `http://127.0.0.1:${listener.port}`;
  const { webSocketApi } = definition;
  const live = webSocketApi && `ws://localhost:${listener.port}/${webSocketApi.stageName}`;
  const description = describeStack(definition, { dynamodb: tables.endpoint, lambda, live });
  if (!parts.define) {
    onProgress('Seeding the sample catalogue …');
    const { seedSampleCatalogue } = await import('./sample-catalogue.ts');
    await seedSampleCatalogue(tables.endpoint, description.tables.catalogue!, url, join(dataDir, 'seeded'));
  }

  const catalogue = () => ({ client: dynamoClient(tables.endpoint), name: description.tables.catalogue! });
  const consoleServices = parts.console ? await openConsole(join(dataDir, 'console'), url, catalogue(), clock) : [];
  const metrics = new MetricsView(clock, definition.functions);
  const apiKeys = await apiKeyValues(definition.api.keys, join(dataDir, 'api-keys.json'));
  const secretsFile = join(dataDir, 'secrets.json');
  const generated = await generatedSecrets(definition.functions, secretsFile);
  const requests = new RequestLog({
    onRecord: parts.onApiRequest,
    ownProvider: TRIAL_PROVIDER,
  });
  closing.push(async () => requests.flush());
  const log = new FunctionLog(clock, options.logFile, (record) => {
    metrics.store.addLine(record);
    requests.addLine(record);
    parts.onLog?.(record);
  });
  closing.push(() => log.close());
  const dynamodb = (await parts.dynamodbEndpoint?.(tables.endpoint)) ?? tables.endpoint;
  const endpoints = { dynamodb, lambda, secretsManager: lambda, apiGateway: lambda };
  const functions = new LambdaFunctions(definition.functions, endpoints, options.containers, log);
  closing.push(() => functions.stop());
  const events = new EventInvocations(functions, clock);
  closing.push(() => events.stop());
  if (options.watchFile !== undefined) {
    const { watchTitles } = await import('./watch/watch-titles.ts');
    const file = options.watchFile;
    const watched = { file, dataDir, origin: url, table: catalogue(), functions, onLine: onProgress };
    closing.push(await watchTitles(watched));
  }
  const schedules = new Schedules(clock, definition.schedules, functions);
  closing.push(() => schedules.stop());
  const admission = new GatewayAdmission(clock, definition.api, apiKeys);
  const gateway = new RestApi(clock, definition.api, admission, functions, (exchange) =>
    requests.addExchange(exchange),
  );
  const sockets = webSocketApi && new LocalWebSocketApi(clock, webSocketApi, functions);
  const media = new MediaOrigin(MEDIA);
  const services = [
    lambdaApi(functions, events),
    secretsApi({
      secrets: generated,
      given: localSecrets(options),
      replaceable: new Set(mediaKeys(definition.functions).keys()),
      onReplaced: () => keepValues(generated, secretsFile),
    }),
    apiKeysApi(apiKeys),
    jsonRoute('/local/stack', () => description),
    jsonRoute('/local/metrics', () => metrics.answer()),
    requestsService(requests),
    schedules,
    ...healthServices(functions),
    usageService(functions),
    ...(sockets ? [sockets, connectionsApi(sockets.connections)] : []),
    ...consoleServices,
    unknownLocalRoutes,
    ...localCdns({ cdns: cdnsOf(definition.functions), port: listener.port, secrets: generated, media }),
    media,
    greeting,
    gateway,
  ];
  server.open(services, (request, service) => {
    if (request.path.startsWith('/api/')) metrics.addAnswer(request.status);
    parts.onRequest?.(request, service === gateway);
  });
  schedules.start();
  return {
    url,
    port: listener.port,
    description,
    apiKeys,
    logs: () => log.records,
    invoke: (name, event) => functions.invoke(name, JSON.stringify(event)),
    pids: (name) => functions.pids(name),
    stop,
  };
}

function synthesised(options: LocalOptions, outdir: string, console = false) {
  const overrides = (settings: StageSettings, url: string): StageOverrides => {
    const own = localOverrides(settings, options, url);
    return console ? { ...own, providers: [trialProvider(url), ...(own.providers ?? [])] } : own;
  };
  return async (url: string) => {
    // Loading CDK takes most of the start; a stack that is given its definition does not need it.
    const { synthesiseStage } = await import('./synth.ts');
    return synthesiseStage(options.stage, (settings) => overrides(settings, url), outdir);
  };
}

async function openConsole(
  folder: string,
  origin: string,
  catalogue: CatalogueTable,
  clock: Clock,
): Promise<LocalService[]> {
  // Loads the bundler, which a stack without the page does not need.
  const { consoleServices } = await import('./console/console-services.ts');
  return consoleServices(folder, origin, catalogue, clock);
}
