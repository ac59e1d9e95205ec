/** The lower limit: it loads nothing and does nothing. */
export const handler = async () => ({ statusCode: 200, body: '{}' });
