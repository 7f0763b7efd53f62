/** What every start costs, whatever the function does: the unit of the cold-start figure. */
export const handler = async () => ({ statusCode: 200, headers: {}, body: '' });
