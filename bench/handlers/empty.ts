/** The unit of the cold-start figure: what every start costs, whatever the function does. */
export const handler = async () => ({ statusCode: 200, headers: {}, body: '' });
