/** The bot that the sandbox plays unless it is told of another. It is no secret: nothing but a sandbox accepts it. */
export const SANDBOX_TOKEN = "100200300:SANDBOX-bellwire-local-only-0123456";
export const sandboxUsername = "bellwire_sandbox_bot";

const wellFormed = /^[1-9]\d{0,15}:[A-Za-z0-9_-]{35}$/;
const tokenLike = /^\d+:/;

export function isBotToken(token: string): boolean {
  return wellFormed.test(token);
}

export function botIdOf(token: string): number {
  return Number.parseInt(token, 10);
}

/** 200: go on. 401: a token, but not one of ours. 404: nothing like a token, so the path means nothing. */
export function judgeToken(token: string, required: string | undefined): 200 | 401 | 404 {
  if (required === undefined ? wellFormed.test(token) : token === required) return 200;
  return tokenLike.test(token) ? 401 : 404;
}
