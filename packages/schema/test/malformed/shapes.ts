import { join, kinds, type MalformedPayload, type Row } from "./kind.ts";
import { message, more, userId, VALID } from "./templates.ts";

const OVER = 262_145;

const tops: Row[] = [
  ["null", "null"],
  ["true", "true"],
  ["a number", "42"],
  ["a number that parsing alters", "1e400"],
  ["a string", '"hi"'],
  ["JSON in a string, encoded twice", JSON.stringify(VALID)],
  ["an empty array", "[]"],
  ["fields by position", '[42,"hi"]'],
  ["an array of notifications", `[${VALID}]`],
  ["pairs of name and value", '[["user_id",42],["message","hi"]]'],
];

const envelopes: Row[] = [
  ["inside payload", `{"payload":${VALID}}`],
  ["inside payload, as a string", JSON.stringify({ payload: VALID })],
  ["inside data", `{"data":${VALID}}`],
  ["inside notification", `{"notification":${VALID}}`],
  [
    "as redis-py hands a message out",
    JSON.stringify({ type: "message", channel: "notification", data: VALID }),
  ],
  ["JSON-RPC call", `{"jsonrpc":"2.0","method":"notify","params":${VALID},"id":1}`],
  ["CloudEvent", `{"specversion":"1.0","type":"notify","source":"/web","data":${VALID}}`],
  ["job of a queue", `{"name":"notify","opts":{"attempts":3},"data":${VALID}}`],
  ["Celery task", `{"task":"notify","args":[42,"hi"],"kwargs":{},"retries":0}`],
  ["problem document", '{"type":"about:blank","title":"Bad Gateway","status":502}'],
  ["fields by way of __proto__", `{"__proto__":${VALID}}`],
  ["fields by way of constructor.prototype", `{"constructor":{"prototype":${VALID}}}`],
  ["names with dots", '{"user.id":42,"message.text":"hi"}'],
  ["update of Telegram", '{"update_id":1,"message":{"chat":{"id":42},"text":"hi"}}'],
];

const deep: Row[] = [
  ["33 arrays for a user_id", userId("[".repeat(32) + "]".repeat(32))],
  ["arrays in a field nobody reads", more(`"x":${"[".repeat(32)}${"]".repeat(32)}`)],
  ["objects in a field nobody reads", more(`"x":${'{"a":'.repeat(32)}1${"}".repeat(32)}`)],
  ["arrays and objects by turns", message(`${'[{"a":'.repeat(16)}1${"}]".repeat(16)}`)],
  ["33 arrays without an object", "[".repeat(33) + "]".repeat(33)],
  ["10,000 arrays", message("[".repeat(10_000) + "]".repeat(10_000))],
  ["200,000 brackets that nobody closes", "[".repeat(200_000)],
  ["braces that nobody closes", '{"a":'.repeat(40_000)],
  ["deep after the object", VALID + "[".repeat(33)],
];

const large: Row[] = [
  ["a field nobody reads too large", more(`"x":"${"a".repeat(OVER)}"`)],
  ["message too large", message(`"${"a".repeat(OVER)}"`)],
  ["spaces after the object", VALID.padEnd(OVER, " ")],
  ["spaces before the object", VALID.padStart(OVER, " ")],
  ["too large and no JSON", "x".repeat(OVER)],
  ["too large and no UTF-8", join(Buffer.alloc(OVER, 0xff))],
  ["too large only when counted in bytes", more(`"x":"${"€".repeat(90_000)}"`)],
  ["zeros, as of a sparse file", join(Buffer.alloc(OVER))],
];

/** Payloads wrong as a whole: other than an object, wrapped, ahead of their time, too deep, too large. */
export const shapeKinds: MalformedPayload[] = [
  ...kinds("invalid_notification", tops),
  ...kinds("invalid_notification", envelopes),
  ...kinds("too_deep", deep),
  ...kinds("too_large", large),
];
