/** A host that requests may be addressed to; without `port`, on any port. */
export type AllowedHost = { name: string; port?: string };

const HOST = /^(\[[0-9a-f:.]{2,45}\]|[a-z0-9._-]{1,253})(?::([0-9]{1,5}))?$/;

/** What a Host without a port may stand for: the ports of plain HTTP and, behind a proxy, of HTTPS. */
const DEFAULT_PORTS = ["80", "443"];

/** Reads `name`, `name:port`, `[v6]` or `[v6]:port`; undefined when it is none of them. */
export function readAllowedHost(entry: string): AllowedHost | undefined {
  const [, name, port] = HOST.exec(entry.toLowerCase()) ?? [];
  if (name === undefined) return undefined;
  return port === undefined ? { name } : { name, port };
}

/** Whether the value of a Host header names one of `allowed`. A missing or malformed one does not. */
export function isAllowedHost(header: string | undefined, allowed: readonly AllowedHost[]): boolean {
  const host = header === undefined ? undefined : readAllowedHost(header);
  if (host === undefined) return false;
  const ports = host.port === undefined ? DEFAULT_PORTS : [host.port];
  return allowed.some(({ name, port }) => name === host.name && (port === undefined || ports.includes(port)));
}

/** Whether the value of an Origin header is `http://` or `https://` and one of `allowed`. `null` is not. */
export function isAllowedOrigin(origin: string, allowed: readonly AllowedHost[]): boolean {
  const [, host] = /^https?:\/\/([^/]+)$/i.exec(origin) ?? [];
  return isAllowedHost(host, allowed);
}
