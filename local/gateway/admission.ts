import type { Clock } from '../../lambda/clock.ts';
import type { ApiDefinition, ApiKeyDefinition, RouteDefinition } from '../template/rest-api.ts';
import { TokenBucket } from './token-bucket.ts';

export type Refusal = 'INVALID_API_KEY' | 'THROTTLED' | 'QUOTA_EXCEEDED';
export type Admission = { readonly apiKeyId: string | null } | { readonly refusal: Refusal };

const DAY_MS = 86_400_000;

/** Admits or refuses a request: by API key, its usage plan, then the throttle of the route or of the stage. */
export class GatewayAdmission {
  readonly #clock: Clock;
  readonly #stage: TokenBucket | undefined;
  readonly #routes: ReadonlyMap<RouteDefinition, TokenBucket>;
  readonly #keys = new Map<
    string,
    { definition: ApiKeyDefinition; bucket: TokenBucket | undefined; day: number; used: number }
  >();

  /** @param keyValues id of each API key → its value */
  constructor(clock: Clock, api: ApiDefinition, keyValues: ReadonlyMap<string, string>) {
    this.#clock = clock;
    this.#stage = api.throttle && new TokenBucket(clock, api.throttle);
    this.#routes = new Map(
      api.routes.flatMap((route) => (route.throttle ? [[route, new TokenBucket(clock, route.throttle)]] : [])),
    );
    for (const definition of api.keys) {
      const bucket = definition.throttle && new TokenBucket(clock, definition.throttle);
      this.#keys.set(keyValues.get(definition.id)!, { definition, bucket, day: 0, used: 0 });
    }
  }

  /** @param keyValue of the request's X-API-Key header */
  admit(route: RouteDefinition, keyValue: string | undefined): Admission {
    let apiKeyId: string | null = null;
    if (route.apiKeyRequired) {
      const key = this.#keys.get(keyValue ?? '');
      if (!key) return { refusal: 'INVALID_API_KEY' };
      const day = Math.floor(this.#clock.now() / DAY_MS);
      if (key.day !== day) Object.assign(key, { day, used: 0 });
      if (key.used >= (key.definition.dailyQuota ?? Number.POSITIVE_INFINITY)) return { refusal: 'QUOTA_EXCEEDED' };
      if (key.bucket?.take() === false) return { refusal: 'THROTTLED' };
      key.used += 1;
      apiKeyId = key.definition.id;
    }
    return (this.#routes.get(route) ?? this.#stage)?.take() === false ? { refusal: 'THROTTLED' } : { apiKeyId };
  }
}
