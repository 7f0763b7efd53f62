/** Stands in for what the rules of endpoints may ask about partitions and ARNs: our one endpoint asks nothing. */
export const awsEndpointFunctions = {};
