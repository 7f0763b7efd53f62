/** Stands in for the cache of discovered endpoints. Nothing discovers any: no call that we make allows it. */
export class EndpointCache {}
