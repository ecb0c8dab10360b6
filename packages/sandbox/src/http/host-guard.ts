import type { IncomingMessage } from "node:http";

const loopbackHost = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

export function isLoopbackAddress(host: string): boolean {
  return host === "::1" || loopbackHost.test(host);
}

/**
 * Whether a request may have come from a page that does not belong here: a foreign name made to point at this machine (Host),
 * or another site's script or form (Origin).
 */
export function isForeign(request: IncomingMessage): boolean {
  const { host, origin } = request.headers;
  if (host === undefined || !loopbackHost.test(host)) return true;
  if (origin === undefined) return false;
  const address = /^https?:\/\/(.*)$/i.exec(origin)?.[1];
  return address === undefined || !loopbackHost.test(address);
}
