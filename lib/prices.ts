/**
 * List prices in US dollars for us-east-1, read in November 2026 from the services' pricing pages. They make the
 * dashboard's cost row: an estimate, without free tiers, data transfer and the edge.
 */
export const PRICES = {
  gatewayRequest: 3.5e-6,
  lambdaRequest: 0.2e-6,
  lambdaGibSecond: { arm64: 1.333_34e-5, x86_64: 1.666_67e-5 },
  tableWriteUnit: 0.625e-6,
  tableReadUnit: 0.125e-6,
  logByte: 0.5 / 1024 ** 3,
} as const;
