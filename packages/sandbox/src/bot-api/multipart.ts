/** Far more parts than any method has parameters. */
const partsMax = 256;
const headerMaxBytes = 8192;
const headEnd = Buffer.from("\r\n\r\n");

export interface Part {
  name: string;
  value: Buffer;
  isFile: boolean;
}

/** The boundary a Content-Type names, or undefined. */
export function boundaryOf(contentType: string): string | undefined {
  const match = /;\s*boundary=(?:"([^"]{1,200})"|([^\s;]{1,200}))/i.exec(contentType);
  return match?.[1] ?? match?.[2];
}

/** Splits a multipart/form-data body already held in memory. Undefined when it is not well formed. */
export function splitMultipart(body: Buffer, boundary: string): Part[] | undefined {
  const opening = Buffer.from(`--${boundary}`);
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const parts: Part[] = [];
  let at = body.subarray(0, opening.length).equals(opening) ? opening.length : skipPast(body, delimiter);
  while (at >= 0 && parts.length < partsMax) {
    if (body.subarray(at, at + 2).toString("latin1") === "--") return parts;
    const head = body.indexOf(headEnd, at);
    const end = head < 0 ? -1 : body.indexOf(delimiter, head + 2);
    if (end < 0 || head - at > headerMaxBytes) return undefined;
    const part = readPart(
      body.subarray(at, head).toString("utf8"),
      body.subarray(head + headEnd.length, end),
    );
    if (part === undefined) return undefined;
    parts.push(part);
    at = end + delimiter.length;
  }
  return undefined;
}

function skipPast(body: Buffer, delimiter: Buffer): number {
  const at = body.indexOf(delimiter);
  return at < 0 ? -1 : at + delimiter.length;
}

function readPart(head: string, value: Buffer): Part | undefined {
  const disposition = /^content-disposition:\s*form-data\s*;(.*)$/im.exec(head)?.[1];
  const name =
    disposition === undefined ? undefined : /(?:^|[;\s])name=(?:"([^"]*)"|([^\s;]+))/i.exec(disposition);
  const found = name?.[1] ?? name?.[2];
  if (disposition === undefined || found === undefined) return undefined;
  return { name: found, value, isFile: /(?:^|[;\s])filename\*?=/i.test(disposition) };
}
