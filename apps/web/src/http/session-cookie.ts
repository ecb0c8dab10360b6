import type { IncomingMessage } from "node:http";
import { TLSSocket } from "node:tls";

export const SESSION_SECONDS = 12 * 3600;

const NAME = "bellwire_session";

/** The session id in the request's cookies; undefined when there is none in the form that we give out. */
export function sessionIn(request: IncomingMessage): string | undefined {
  const cookies = (request.headers.cookie ?? "").split(";").map((cookie) => cookie.trim());
  const value = cookies.find((cookie) => cookie.startsWith(`${NAME}=`))?.slice(NAME.length + 1);
  return value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : undefined;
}

/** Value of Set-Cookie that gives the session to the browser, or takes it back when `session` is empty. */
export function sessionCookie(request: IncomingMessage, session: string): string {
  const parts = [
    `${NAME}=${session}`,
    "Path=/",
    "HttpOnly",
    "SameSite=Strict",
    `Max-Age=${session === "" ? 0 : SESSION_SECONDS}`,
  ];
  if (isHttps(request)) parts.push("Secure");
  return parts.join("; ");
}

/** Behind a proxy only the browser's Origin tells: X-Forwarded-Proto can be written by anybody. It was checked before. */
function isHttps(request: IncomingMessage): boolean {
  return request.socket instanceof TLSSocket || /^https:/i.test(request.headers.origin ?? "");
}
