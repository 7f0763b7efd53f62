import prices from './prices.json' with { type: 'json' };

const GIB = 1024 ** 3;

/** The list prices of `prices.json`, each for one unit of what the metrics count. */
export const PRICES = {
  gatewayRequest: prices.apiGatewayPerMillionRequests / 1e6,
  lambdaRequest: prices.lambdaPerMillionRequests / 1e6,
  lambdaGibSecond: { arm64: prices.lambdaPerGbSecondArm, x86_64: prices.lambdaPerGbSecondX86 },
  tableWriteUnit: prices.dynamoDbPerMillionWriteUnits / 1e6,
  tableReadUnit: prices.dynamoDbPerMillionReadUnits / 1e6,
  logByte: prices.logsPerGb / GIB,
} as const;
