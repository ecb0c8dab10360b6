import type { Notification } from "../../src/index.ts";
import { join, type Row, toBytes } from "./kind.ts";
import { message, more, userId, VALID } from "./templates.ts";

export type ValidPayload = { name: string; bytes: Uint8Array; notification: Notification };

const HI = { user_id: 42, message: "hi" };

function asHi(rows: readonly Row[]): ValidPayload[] {
  return rows.map(([name, payload]) => ({ name, bytes: toBytes(payload), notification: HI }));
}

function asMessage(name: string, text: string, json = JSON.stringify(text)): ValidPayload {
  return { name, bytes: toBytes(message(json)), notification: { user_id: 42, message: text } };
}

function asUserId(name: string, id: number | string, json = JSON.stringify(id)): ValidPayload {
  return { name, bytes: toBytes(userId(json)), notification: { user_id: id, message: "hi" } };
}

function asOptions(name: string, json: string, options: Partial<Notification>): ValidPayload {
  return { name, bytes: toBytes(more(json)), notification: { ...HI, ...options } };
}

const OPEN = { text: "Open", url: "https://example.org" };
const LONG_URL = `https://example.org/${"x".repeat(2028)}`;
const SOON = new Date(Date.now() + 365 * 86_400_000).toISOString();

/** Every option at its limits, written as publishers write it. */
const options: ValidPayload[] = [
  asOptions("an id", '"id":"order-1234"', { id: "order-1234" }),
  asOptions("an id of one character", '"id":"-"', { id: "-" }),
  asOptions("an id of three dots", '"id":"..."', { id: "..." }),
  asOptions("the longest id", `"id":"${"x".repeat(128)}"`, { id: "x".repeat(128) }),
  asOptions("an id of every character", '"id":"AZaz09._:-"', { id: "AZaz09._:-" }),
  asOptions("an id with its name escaped", '"\\u0069d":"a"', { id: "a" }),
  asOptions("an id that looks like a number", '"id":"1144331155664477881"', { id: "1144331155664477881" }),
  asOptions("an option twice, the last one good", '"id":7,"id":"a"', { id: "a" }),
  asOptions("urgent", '"priority":"urgent"', { priority: "urgent" }),
  asOptions("normal", '"priority":"normal"', { priority: "normal" }),
  asOptions("bulk", '"priority":"bulk"', { priority: "bulk" }),
  asOptions("a moment in a year", `"send_at":"${SOON}"`, { send_at: SOON }),
  ...[
    "2020-02-29T23:59:59Z",
    "2000-02-29T00:00Z",
    "2026-01-31T10:00:00+01:00",
    "2026-01-31T10:00:00.5-23:59",
    "2026-01-31T10:00:00.123456789-00:00",
    "0000-01-01T00:00:00Z",
    "0001-01-01T00:00:00Z",
  ].map((at) => asOptions(`sent at ${at}`, `"send_at":"${at}"`, { send_at: at })),
  asOptions("the shortest life", '"ttl_seconds":1', { ttl_seconds: 1 }),
  asOptions("the longest life", '"ttl_seconds":31622400.0', { ttl_seconds: 31_622_400 }),
  asOptions("a life with an exponent", '"ttl_seconds":6e1', { ttl_seconds: 60 }),
  asOptions("plain text", '"format":"text"', { format: "text" }),
  asOptions("HTML", '"format":"html"', { format: "html" }),
  asOptions("Markdown", '"format":"markdown"', { format: "markdown" }),
  asOptions("flags on", '"silent":true,"protect":true,"link_preview":true', {
    silent: true,
    protect: true,
    link_preview: true,
  }),
  asOptions("flags off", '"silent":false,"protect":false,"link_preview":false', {
    silent: false,
    protect: false,
    link_preview: false,
  }),
  asOptions("the first topic", '"thread_id":1', { thread_id: 1 }),
  asOptions("the last topic", '"thread_id":2147483647', { thread_id: 2_147_483_647 }),
  asOptions("a replace key", '"replace_key":"build-71"', { replace_key: "build-71" }),
  asOptions("a category", '"category":"orders"', { category: "orders" }),
  asOptions("the longest category", `"category":"${"x".repeat(64)}"`, { category: "x".repeat(64) }),
  asOptions("resend", '"on_unknown":"resend"', { on_unknown: "resend" }),
  asOptions("hold", '"on_unknown":"hold"', { on_unknown: "hold" }),
  asOptions("a button", JSON.stringify({ buttons: [[OPEN]] }).slice(1, -1), { buttons: [[OPEN]] }),
  ...[
    "http://example.org:8080/a?b=c#d",
    "HTTPS://EXAMPLE.ORG",
    "tg://user?id=42",
    "https://münchen.example/straße",
    LONG_URL,
  ].map((url) => {
    const buttons = [[{ text: "x".repeat(64), url }]];
    return asOptions(`a button to ${url.slice(0, 40)}`, `"buttons":${JSON.stringify(buttons)}`, { buttons });
  }),
  asOptions("as many buttons as allowed", `"buttons":${JSON.stringify(Array(8).fill(Array(8).fill(OPEN)))}`, {
    buttons: Array(8).fill(Array(8).fill(OPEN)),
  }),
  asOptions(
    "more in a button than we know",
    `"buttons":[[{"style":"primary","__proto__":{},${JSON.stringify(OPEN).slice(1)}]]`,
    { buttons: [[OPEN]] },
  ),
  asOptions("options among fields nobody knows", '"x":1e400,"silent":true,"__proto__":{"protect":true}', {
    silent: true,
  }),
];

/** Strange, and yet good at a door. */
export const validPayloads: ValidPayload[] = [
  ...options,
  ...asHi([
    ["as it should be", VALID],
    ["as json.dumps of Python writes it", '{"user_id": 42, "message": "hi"}'],
    ["with a byte order mark", join(0xef, 0xbb, 0xbf, VALID)],
    ["with space around every token", '\r\n\t { "user_id" : 42 , "message" : "hi" } \n'],
    ["in the other order", '{"message":"hi","user_id":42}'],
    ["42.0", userId("42.0")],
    ["4.2e1", userId("4.2e1")],
    ["420e-1", userId("420e-1")],
    ["42 with very many zeros after the point", userId(`42.${"0".repeat(50_000)}`)],
    ["names escaped", '{"\\u0075ser_id":42,"messag\\u0065":"hi"}'],
    ["user_id twice, the last one good", '{"user_id":null,"user_id":42,"message":"hi"}'],
    ["message twice, the last one good", `{"message":null,${VALID.slice(1)}`],
    ["a field nobody knows", more('"trace":{"id":"abc","parents":[1,2.5,null,true]}')],
    ["a snowflake in a field nobody knows", more('"event":1144331155664477881')],
    ["an infinite number in a field nobody knows", more('"x":[1e400]')],
    ["a lone surrogate in a field nobody knows", more('"x":"\\ud83d"')],
    ["a lone surrogate in a name nobody knows", more('"\\ud83d":1')],
    ["__proto__ as a field", more('"__proto__":{"user_id":7}')],
    ["constructor as a field", more('"constructor":{"prototype":{"message":"no"}}')],
    ["toString as a field", more('"toString":1,"hasOwnProperty":2')],
    ["an empty name", more('"":1e400')],
    ["via, which a door does not read", more('"via":"queue"')],
    ["via that is none", more('"via":1e400')],
    ["32 deep", more(`"x":${"[".repeat(31)}${"]".repeat(31)}`)],
    ["brackets in a text, which nest nothing", more(`"x":"${"[{".repeat(1000)}"`)],
    ["very many fields", more(Array.from({ length: 5000 }, (_, n) => `"f${n}":${n}`).join())],
    ["exactly as large as allowed", VALID.padEnd(262_144, " ")],
  ]),
  asUserId("a group", -1_001_234_567_890),
  asUserId("the highest id", 4_503_599_627_370_495),
  asUserId("the lowest id", -4_503_599_627_370_495),
  asUserId("an id of the app", "customer-8731"),
  asUserId("digits as a string, which stay one", "42"),
  asUserId("a snowflake as a string", "1144331155664477881"),
  asUserId("a zero as a string", "0"),
  asUserId("an id of every character of an address", "a/b?c=d#e%20 f&g+h~i@example.org"),
  asUserId("three dots", "..."),
  asUserId("an id of other letters", "Ünal 石"),
  asUserId("an id of escapes", "Bob", '"\\u0042ob"'),
  asUserId("a word of JavaScript", "__proto__"),
  asUserId("the longest id", "x".repeat(128)),
  asUserId("the longest id, in emoji", "😀".repeat(64)),
  asUserId("the highest id with an exponent", 4_503_599_627_370_495, "4.503599627370495e15"),
  asMessage("one character", "x"),
  asMessage("as long as allowed", "a".repeat(16_384)),
  asMessage("as long as allowed, in emoji", "😀".repeat(8_192)),
  asMessage("as long as allowed, in escapes", "é".repeat(16_384), `"${"\\u00e9".repeat(16_384)}"`),
  asMessage("a surrogate pair as escapes", "😀", '"\\ud83d\\ude00"'),
  asMessage("every escape", '"\\/\b\f\n\r\tA', '"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041"'),
  asMessage("backslashes before the closing quote", "\\\\", '"\\\\\\\\"'),
  asMessage("control characters around a letter", "\u0001a\u001f"),
  asMessage("DEL as it is", "a\u007f"),
  asMessage("noncharacters", "\uffff\u{10ffff}"),
  asMessage("the replacement character", "\ufffd"),
  asMessage("combining marks without a base", "\u0301\u0302"),
  asMessage("right to left", "שלום \u202eעולם"),
  asMessage("a family of seven code points", "👨‍👩‍👧‍👦"),
  asMessage("JSON as text", VALID),
  asMessage("markup as text", "<b>hi</b> *hi* [hi](x)"),
  asMessage("blank but for one dot", " \n\u200b.\u3000"),
];
