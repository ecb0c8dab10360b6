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

function asUserId(name: string, id: number, json = String(id)): ValidPayload {
  return { name, bytes: toBytes(userId(json)), notification: { user_id: id, message: "hi" } };
}

/** Strange, and yet good at a door. */
export const validPayloads: ValidPayload[] = [
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
    ["user_id twice, the last one good", '{"user_id":"42","user_id":42,"message":"hi"}'],
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
    ["32 deep", more(`"x":${"[".repeat(31)}${"]".repeat(31)}`)],
    ["brackets in a text, which nest nothing", more(`"x":"${"[{".repeat(1000)}"`)],
    ["very many fields", more(Array.from({ length: 5000 }, (_, n) => `"f${n}":${n}`).join())],
    ["exactly as large as allowed", VALID.padEnd(262_144, " ")],
  ]),
  asUserId("a group", -1_001_234_567_890),
  asUserId("the highest id", 4_503_599_627_370_495),
  asUserId("the lowest id", -4_503_599_627_370_495),
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
