import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type EdgeFunction, edgeFunction } from '../../../local/media/edge-function.ts';
import { storedKeys } from '../../../local/media/media-keys.ts';
import { exchange } from '../../support/http-exchange.ts';
import { ROOT } from '../../support/project-files.ts';
import { json, type ProviderService, startProviderService } from '../../support/provider-service.ts';
import { type StageVariants, serviceOnly, stageVariants } from '../../support/stage-variants.ts';
import { CHROMIUM, CHROMIUM_FLAGS } from '../chromium.ts';
import { fasterClock } from '../support/faster-clock.ts';

export interface SignedSiteOptions {
  /** How many times faster than real time the stack's clock and the edge's run. */
  readonly speed: number;
  readonly page: string;
  readonly scripts: Readonly<Record<string, string>>;
  /** By title: paths of sample media. */
  readonly titles: Readonly<Record<string, string>>;
}

/** A site whose media are behind the function of the edge, with links that live 300 s by a clock that runs faster. */
export class SignedSite {
  /** Status and path of every file that was asked for by a link with a token. */
  readonly media: { readonly status: number; readonly path: string }[] = [];
  /** Expiries of the links by which media were asked for. */
  readonly used = new Set<number>();
  readonly #options: SignedSiteOptions;
  readonly #began = Date.now();
  readonly #server: Server;
  readonly #verify: EdgeFunction;
  #secrets!: SecretsManagerClient;
  #secret = '';
  #origin = '';
  #browser!: Browser;
  #stage!: StageVariants;
  #provider!: ProviderService;
  #port = 0;

  private constructor(options: SignedSiteOptions) {
    this.#options = options;
    this.#verify = edgeFunction(
      () => storedKeys(this.#secret),
      () => this.now(),
    );
    this.#server = createServer(
      (request, response) => void this.#serve(request, response).catch(() => response.writeHead(404).end()),
    );
  }

  static async start(options: SignedSiteOptions): Promise<SignedSite> {
    const site = new SignedSite(options);
    await site.#start();
    return site;
  }

  now(): number {
    return this.#began + (Date.now() - this.#began) * this.#options.speed;
  }

  async open(path: string): Promise<Page> {
    const page = await this.#browser.newPage();
    await page.goto(`${this.#origin}${path}`);
    return page;
  }

  /** Signs with a new key from now on; links of the former one go on to open. */
  async rotate(): Promise<void> {
    const stored = JSON.parse(this.#secret) as { keys: object[] };
    const id = `k${stored.keys.length + 1}`;
    this.#secret = JSON.stringify({ current: id, keys: [...stored.keys, { id, secret: id.repeat(20) }] });
    await this.#secrets.send(new PutSecretValueCommand({ SecretId: 'media-key', SecretString: this.#secret }));
  }

  async stop(): Promise<void> {
    this.#secrets?.destroy();
    await this.#browser?.close();
    await this.#stage?.stop();
    await this.#provider?.stop();
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #start(): Promise<void> {
    const { speed, titles } = this.#options;
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.#origin = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    const match = `${this.#origin}/media/`;
    this.#provider = await startProviderService();
    for (const [id, path] of Object.entries(titles)) {
      this.#provider.on(id, json({ sources: [{ url: match + path }] }));
    }
    const sign = { type: 'path-hmac', secret: 'media-key', ttlSeconds: 300 };
    this.#stage = await stageVariants();
    const stack = await this.#stage.start({
      environment: {
        PROVIDERS: serviceOnly(this.#provider.url),
        TRUSTED_ORIGINS: JSON.stringify([this.#origin]),
        CDNS: JSON.stringify([{ name: 'main', match, base: `${this.#origin}/`, scope: 1, sign }]),
        NODE_OPTIONS: fasterClock(this.#began, speed),
      },
    });
    this.#port = stack.port;
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    this.#secrets = new SecretsManagerClient({ endpoint: stack.url, region: 'us-east-1', credentials });
    const { SecretString } = await this.#secrets.send(new GetSecretValueCommand({ SecretId: 'media-key' }));
    this.#secret = SecretString!;
    this.#browser = await chromium.launch({ executablePath: CHROMIUM!, args: CHROMIUM_FLAGS });
  }

  async #serve({ url = '/', method = 'GET' }: IncomingMessage, response: ServerResponse): Promise<void> {
    const { scripts, page } = this.#options;
    const { pathname } = new URL(url, 'http://site');
    if (pathname === '/') return void response.setHeader('content-type', 'text/html').end(page);
    const script = scripts[pathname];
    if (script !== undefined) return void response.end(await readFile(join(ROOT, 'node_modules', script)));
    if (pathname.startsWith('/api/')) return this.#api(url, response);
    const verified = await this.#verify({ method, uri: pathname });
    const status = 'statusCode' in verified ? verified.statusCode : 200;
    // The stack asks the origin first when it inspects a manifest.
    if (pathname.startsWith('/t/')) this.media.push({ status, path: pathname });
    if ('statusCode' in verified) return void response.writeHead(status).end();
    this.used.add(Number(/^\/t\/(\d+)/.exec(pathname)![1]));
    response.end(await readFile(join(ROOT, 'samples/media', verified.uri)));
  }

  async #api(url: string, response: ServerResponse): Promise<void> {
    const { status, headers, text, json: body } = await exchange(this.#port, url);
    // The player's timers are real: its TTL runs as fast as the stack's clock.
    const isSteering = url.includes('/steering.json') && status === 200;
    const written = isSteering ? JSON.stringify({ ...body, TTL: Math.max(1, body.TTL / this.#options.speed) }) : text;
    response.writeHead(status, { 'content-type': headers['content-type'] ?? 'text/plain' }).end(written);
  }
}
