import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Browser, chromium, type Page } from 'playwright-core';
import { exchange } from '../../support/http-exchange.ts';
import { ROOT } from '../../support/project-files.ts';
import { json, type ProviderService, startProviderService } from '../../support/provider-service.ts';
import { type StageVariants, serviceOnly, stageVariants } from '../../support/stage-variants.ts';
import { CHROMIUM, CHROMIUM_FLAGS } from '../chromium.ts';
import { fasterClock } from '../support/faster-clock.ts';

/** What steering takes while it is rough, by the stack's clock. */
const ROUGH_DELAY_MS = 5_000;
const LIFE_SECONDS = 180;

export interface SiteOptions {
  /** How many times faster than real time the stack's clock runs, and with it what players get. */
  readonly speed: number;
  /** Its HTML; it gets the title by `?id=`. */
  readonly page: string;
  /** By path: files of installed packages. */
  readonly scripts: Readonly<Record<string, string>>;
  /** By title: paths of sample media. Pages may play all of them at the same time. */
  readonly titles: Readonly<Record<string, string>>;
  /** The title whose steering answers are late, and of which one in three fails. */
  readonly roughTitle?: string;
}

/**
 * A site with pages of players, the API of a local stack whose clock runs faster, and its media, whose links live 180 s
 * and are refused afterwards.
 */
export class RenewingSite {
  /** By title: expiries of the links by which its media were asked for. */
  readonly #used = new Map<string, Set<string>>();
  readonly #options: SiteOptions;
  readonly #began = Date.now();
  readonly #server: Server;
  #roughAnswers = 0;
  #origin = '';
  #browser!: Browser;
  #stage!: StageVariants;
  #provider!: ProviderService;
  #port = 0;

  private constructor(options: SiteOptions) {
    this.#options = options;
    this.#server = createServer(
      (request, response) => void this.#serve(request, response).catch(() => response.writeHead(404).end()),
    );
  }

  static async start(options: SiteOptions): Promise<RenewingSite> {
    const site = new RenewingSite(options);
    await site.#start();
    return site;
  }

  async open(id: string): Promise<Page> {
    const page = await this.#browser.newPage();
    await page.goto(`${this.#origin}/?id=${id}`);
    return page;
  }

  /** By how many links the media of a title were asked for. */
  linksUsed(id: string): number {
    return this.#used.get(id)?.size ?? 0;
  }

  async stop(): Promise<void> {
    await this.#browser?.close();
    await this.#stage?.stop();
    await this.#provider?.stop();
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #now(): number {
    return this.#began + (Date.now() - this.#began) * this.#options.speed;
  }

  async #start(): Promise<void> {
    const { speed, titles } = this.#options;
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.#origin = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    this.#provider = await startProviderService();
    for (const [id, path] of Object.entries(titles)) {
      this.#provider.on(id, (response) => {
        json({ sources: [{ url: this.#link(`${id}/${path}`) }] })(response, undefined as never);
      });
    }
    this.#stage = await stageVariants();
    const stack = await this.#stage.start({
      environment: {
        PROVIDERS: serviceOnly(this.#provider.url),
        TRUSTED_ORIGINS: JSON.stringify([this.#origin]),
        NODE_OPTIONS: fasterClock(this.#began, speed),
      },
    });
    this.#port = stack.port;
    this.#browser = await chromium.launch({ executablePath: CHROMIUM!, args: CHROMIUM_FLAGS });
  }

  #link(path: string): string {
    const expires = Math.floor(this.#now() / 1000) + LIFE_SECONDS;
    return `${this.#origin}/hdntl=exp=${expires}~acl=*~hmac=${expires.toString(16).padStart(64, 'a')}/${path}`;
  }

  async #serve({ url = '/' }: IncomingMessage, response: ServerResponse): Promise<void> {
    const { scripts, page } = this.#options;
    const { pathname } = new URL(url, 'http://site');
    if (pathname === '/') return void response.setHeader('content-type', 'text/html').end(page);
    const script = scripts[pathname];
    if (script !== undefined) return void response.end(await readFile(join(ROOT, 'node_modules', script)));
    if (pathname.startsWith('/api/')) return this.#api(url, response);
    const [, expires, id, file] = /^\/hdntl=exp=(\d+)~acl=\*~hmac=[0-9a-f]+\/(\d+)\/(.+)$/.exec(pathname) ?? [];
    if (file === undefined || expires === undefined || id === undefined) return void response.writeHead(404).end();
    if (Number(expires) * 1000 < this.#now()) return void response.writeHead(403).end();
    this.#used.set(id, (this.#used.get(id) ?? new Set()).add(expires));
    response.end(await readFile(join(ROOT, 'samples/media', file)));
  }

  async #api(url: string, response: ServerResponse): Promise<void> {
    const { speed, roughTitle } = this.#options;
    const isSteering = url.includes('/steering.json');
    if (isSteering && new URL(url, 'http://site').searchParams.get('tmdbId') === roughTitle) {
      this.#roughAnswers += 1;
      await delay(ROUGH_DELAY_MS / speed);
      if (this.#roughAnswers % 3 === 0) return void response.writeHead(500).end();
    }
    const { status, headers, text, json: body } = await exchange(this.#port, url);
    // The player's timers are real: its TTL runs as fast as the stack's clock.
    const ttl = isSteering && status === 200 ? Math.max(1, body.TTL / speed) : undefined;
    const written = ttl === undefined ? text : JSON.stringify({ ...body, TTL: ttl });
    const date = new Date(this.#now()).toUTCString();
    response.writeHead(status, { 'content-type': headers['content-type'] ?? 'text/plain', date }).end(written);
  }
}
