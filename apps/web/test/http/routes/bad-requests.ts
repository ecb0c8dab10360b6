import { deflateSync, gzipSync } from "node:zlib";

/** A request that must be refused: what is sent, byte for byte, and what must come back. */
export type BadRequest = { name: string; bytes: (string | Buffer)[]; status: number; code: string };

type Head = { method?: string; path?: string; host?: string | null; headers?: string[] };

function bytes(
  body: string | Buffer,
  { method = "POST", path = "/notifications", host = "localhost", headers = [] }: Head = {},
) {
  const lines = [
    `${method} ${path} HTTP/1.1`,
    ...(host === null ? [] : [`Host: ${host}`]),
    "Connection: close",
    ...headers,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return [`${lines.join("\r\n")}\r\n\r\n`, body];
}

const JSON_TYPE = "Content-Type: application/json";
const GOOD = '{"user_id":42,"message":"bad request"}';

function badBody(
  name: string,
  body: string | Buffer,
  code = "invalid_notification",
  status = 400,
): BadRequest {
  return { name, bytes: bytes(body, { headers: [JSON_TYPE] }), status, code };
}

function badHead(
  name: string,
  status: number,
  code: string,
  head: Head,
  body: string | Buffer = GOOD,
): BadRequest {
  return { name, bytes: bytes(body, head), status, code };
}

const around = (middle: Buffer) =>
  Buffer.concat([Buffer.from('{"user_id":42,"message":"'), middle, Buffer.from('"}')]);

/** Each option once with a wrong type or range. */
function badOptions(): BadRequest[] {
  const values: [name: string, value: unknown][] = [
    ["id", ""],
    ["id", "a b"],
    ["id", "x".repeat(129)],
    ["id", 42],
    ["via", "pigeon"],
    ["via", null],
    ["priority", "high"],
    ["send_at", "tomorrow"],
    ["send_at", "2027-02-30T00:00:00Z"],
    ["send_at", "2027-01-31T09:00:00"],
    ["send_at", "2999-01-01T00:00:00Z"],
    ["ttl_seconds", 0],
    ["ttl_seconds", 1.5],
    ["ttl_seconds", "60"],
    ["format", "HTML"],
    ["silent", "true"],
    ["protect", 1],
    ["link_preview", null],
    ["thread_id", -1],
    ["buttons", []],
    ["buttons", [[{ text: "Go", url: "javascript:alert(1)" }]]],
    ["replace_key", "a/b"],
    ["on_unknown", "drop"],
  ];
  return values.map(([name, value]) =>
    badBody(
      `${name} ${JSON.stringify(value)?.slice(0, 40)}`,
      JSON.stringify({ user_id: 42, message: "bad request", [name]: value }),
    ),
  );
}

const bodies: BadRequest[] = [
  badBody("empty body", ""),
  badBody("only white space", " \n"),
  badBody("scalar", "42"),
  badBody("string", '"hello"'),
  badBody("null", "null"),
  badBody("array of a good one", `[${GOOD}]`),
  badBody("empty object", "{}"),
  badBody("trailing bytes", `${GOOD} x`),
  badBody("two documents", `${GOOD}\n${GOOD}`),
  badBody("cut in the middle", GOOD.slice(0, 20)),
  badBody("NaN", '{"user_id":NaN,"message":"bad request"}'),
  badBody("invalid UTF-8", around(Buffer.from([0x66, 0xff, 0x66]))),
  badBody("overlong UTF-8", around(Buffer.from([0xc0, 0xaf]))),
  badBody("UTF-16", Buffer.from(GOOD, "utf16le")),
  badBody("lone surrogate", '{"user_id":42,"message":"bad \\ud83d request"}'),
  badBody("NUL in the text", '{"user_id":42,"message":"bad \\u0000 request"}'),
  badBody("number that JSON.parse would alter", '{"user_id":9007199254740993,"message":"bad request"}'),
  badBody("10,000 nested arrays", `${"[".repeat(10_000)}${"]".repeat(10_000)}`),
  badBody("deep inside a field", `{"user_id":42,"message":${"[".repeat(10_000)}${"]".repeat(10_000)}}`),
  badBody("user_id an empty string", '{"user_id":"","message":"bad request"}'),
  badBody("user_id the way to a folder", '{"user_id":"..","message":"bad request"}'),
  badBody("user_id zero", '{"user_id":0,"message":"bad request"}'),
  badBody("user_id minus zero", '{"user_id":-0,"message":"bad request"}'),
  badBody("user_id fraction", '{"user_id":4.2,"message":"bad request"}'),
  badBody("user_id beyond 52 bits", '{"user_id":4503599627370496,"message":"bad request"}'),
  badBody("user_id missing", '{"message":"bad request"}'),
  badBody("message missing", '{"user_id":42}'),
  badBody("message empty", '{"user_id":42,"message":""}'),
  badBody("message blank", '{"user_id":42,"message":" \\n\\t "}'),
  badBody("message too long", JSON.stringify({ user_id: 42, message: "x".repeat(16_385) })),
  badBody("message as a number", '{"user_id":42,"message":42}'),
  badBody("unknown field", '{"user_id":42,"message":"bad request","mesage":"x"}'),
  badBody("__proto__", '{"user_id":42,"message":"bad request","__proto__":{"admin":true}}'),
  badBody("category of two words", '{"user_id":42,"message":"bad request","category":"two words"}'),
  ...badOptions(),
  badBody(
    "larger than the limit",
    JSON.stringify({ user_id: 42, message: "x".repeat(262_144) }),
    "payload_too_large",
    413,
  ),
];

const heads: BadRequest[] = [
  badHead("no content type", 415, "unsupported_media_type", {}),
  badHead("text/plain", 415, "unsupported_media_type", { headers: ["Content-Type: text/plain"] }),
  badHead("form", 415, "unsupported_media_type", {
    headers: ["Content-Type: application/x-www-form-urlencoded"],
  }),
  badHead("latin1 charset", 415, "unsupported_media_type", { headers: [`${JSON_TYPE}; charset=latin1`] }),
  badHead("unknown encoding", 415, "unsupported_media_type", {
    headers: [JSON_TYPE, "Content-Encoding: zstd-ish"],
  }),
  badHead("bad gzip", 400, "unreadable_body", { headers: [JSON_TYPE, "Content-Encoding: gzip"] }),
  badHead(
    "cut gzip",
    400,
    "unreadable_body",
    { headers: [JSON_TYPE, "Content-Encoding: gzip"] },
    gzipSync(GOOD).subarray(0, 20),
  ),
  badHead(
    "bad deflate",
    400,
    "unreadable_body",
    { headers: [JSON_TYPE, "Content-Encoding: deflate"] },
    deflateSync(GOOD).subarray(4),
  ),
  badHead(
    "gzip bomb",
    413,
    "payload_too_large",
    { headers: [JSON_TYPE, "Content-Encoding: gzip"] },
    gzipSync(Buffer.alloc(50_000_000, " ")),
  ),
  badHead("empty Idempotency-Key", 400, "invalid_notification", { headers: [JSON_TYPE, "Idempotency-Key:"] }),
  badHead("malformed Idempotency-Key", 400, "invalid_notification", {
    headers: [JSON_TYPE, 'Idempotency-Key: "a"'],
  }),
  badHead("two Idempotency-Keys", 400, "invalid_notification", {
    headers: [JSON_TYPE, "Idempotency-Key: a", "Idempotency-Key: b"],
  }),
  badHead(
    "Idempotency-Key that is not the id",
    400,
    "invalid_notification",
    { headers: [JSON_TYPE, "Idempotency-Key: a"] },
    '{"user_id":42,"message":"bad request","id":"b"}',
  ),
  badHead("bad percent path", 400, "bad_request", { headers: [JSON_TYPE], path: "/notifications/%E0%A4%A" }),
  badHead("unknown path", 404, "not_found", { headers: [JSON_TYPE], path: "/notification" }),
  badHead("wrong method", 405, "method_not_allowed", { headers: [JSON_TYPE], method: "PUT" }),
  badHead("a method of WebDAV", 405, "method_not_allowed", { headers: [JSON_TYPE], method: "PROPFIND" }),
  badHead("wrong Host", 403, "host_not_allowed", { headers: [JSON_TYPE], host: "evil.example" }),
  badHead("Host that only begins well", 403, "host_not_allowed", {
    headers: [JSON_TYPE],
    host: "localhost.evil.example",
  }),
  badHead("wrong Origin", 403, "origin_not_allowed", { headers: [JSON_TYPE, "Origin: http://evil.example"] }),
  badHead("Origin null", 403, "origin_not_allowed", { headers: [JSON_TYPE, "Origin: null"] }),
  badHead("expectation", 417, "expectation_failed", { headers: [JSON_TYPE, "Expect: a miracle"] }),
  badHead("no Host", 400, "bad_request", { headers: [JSON_TYPE], host: null }),
  badHead("huge header", 431, "headers_too_large", { headers: [JSON_TYPE, `X-Long: ${"x".repeat(20_000)}`] }),
  badHead("huge address", 431, "headers_too_large", {
    headers: [JSON_TYPE],
    path: `/notifications?${"x".repeat(20_000)}`,
  }),
  badHead("unknown method", 400, "bad_request", { headers: [JSON_TYPE], method: "BREW" }),
  badHead("length and chunks", 400, "bad_request", { headers: [JSON_TYPE, "Transfer-Encoding: chunked"] }),
  badHead("header name with a space", 400, "bad_request", { headers: [JSON_TYPE, "X Y: z"] }),
  badHead("folded header", 400, "bad_request", { headers: [JSON_TYPE, "X: y\r\n z"] }),
];

const START = `POST /notifications HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${JSON_TYPE}\r\n`;

const raw: BadRequest[] = [
  { name: "no HTTP at all", bytes: ["hello\r\n\r\n"], status: 400, code: "bad_request" },
  {
    name: "TLS handshake",
    bytes: [Buffer.from([0x16, 0x03, 0x01, 0x02, 0, 1, 0])],
    status: 400,
    code: "bad_request",
  },
  { name: "HTTP/2 preface", bytes: ["PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"], status: 400, code: "bad_request" },
  {
    name: "CONNECT",
    bytes: ["CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n"],
    status: 405,
    code: "method_not_allowed",
  },
  {
    name: "chunked garbage",
    bytes: [`${START}Transfer-Encoding: chunked\r\n\r\nnonsense\r\n`],
    status: 400,
    code: "bad_request",
  },
  {
    name: "chunk with a wrong end",
    bytes: [`${START}Transfer-Encoding: chunked\r\n\r\n2\r\n{}xx`],
    status: 400,
    code: "bad_request",
  },
  {
    name: "length that is no number",
    bytes: [`${START}Content-Length: x\r\n\r\n{}`],
    status: 400,
    code: "bad_request",
  },
  {
    name: "two lengths",
    bytes: [`${START}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`],
    status: 400,
    code: "bad_request",
  },
];

export const badRequests: readonly BadRequest[] = [...bodies, ...heads, ...raw];
