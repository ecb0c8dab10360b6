import { kinds, type MalformedPayload, type Row } from "./kind.ts";
import { more } from "./templates.ts";

/** One row for each way to write the value of one option. */
function written(name: string, values: readonly string[]): Row[] {
  return values.map((json) => [
    `${name}: ${json.length > 60 ? `${json.slice(0, 59)}…` : json}`,
    more(`"${name}":${json}`),
  ]);
}

/** Nothing of these is any option. */
const NEVER = ["null", "{}", "[]", "[true]", '""', '"\\u0000"', '"\\ud83d"', "0", "-1", "1.5"];

const identifiers = [
  "42",
  "true",
  '"order 1234"',
  '"a/b"',
  '"é"',
  '"id\\n"',
  '"a,b"',
  '"."',
  '".."',
  '"order~42"',
  `"${"x".repeat(129)}"`,
];
const choices = ["1", "true", '"URGENT"', '"none"', '" text"', '["resend"]'];
const flags = ['"true"', '"false"', "1", '"yes"', '"on"'];
const numbers = ['"60"', "true", "60.5", "0.9999", "2147483648", "4e9", "9007199254740991"];
const moments = [
  "1800000000",
  '"1800000000"',
  '"now"',
  '"tomorrow"',
  '"2027-01-31"',
  '"2027-01-31T09:00:00"',
  '"2027-01-31T09:00:00 Z"',
  '"2027-01-31 09:00:00Z"',
  '"2027-01-31t09:00:00z"',
  '"2027-01-31T09Z"',
  '"2027-01-31T09:00:00+0100"',
  '"2027-01-31T09:00:00+01"',
  '"2027-01-31T09:00:00+24:00"',
  '"2027-01-31T09:00:00+01:60"',
  '"2027-01-31T09:00:00.Z"',
  '"2027-01-31T09:00:00,5Z"',
  '"2027-01-31T09:00:00.0123456789Z"',
  '"2027-01-31T24:00:00Z"',
  '"2027-01-31T09:60:00Z"',
  '"2016-12-31T23:59:60Z"',
  '"2027-02-29T09:00:00Z"',
  '"1900-02-29T09:00:00Z"',
  '"2027-04-31T09:00:00Z"',
  '"2027-00-10T09:00:00Z"',
  '"2027-13-10T09:00:00Z"',
  '"2027-01-00T09:00:00Z"',
  '"2027-1-31T09:00:00Z"',
  '"27-01-31T09:00:00Z"',
  '"+002027-01-31T09:00:00Z"',
  '"-000001-01-31T09:00:00Z"',
  '"20270131T090000Z"',
  '"2027-W04-7T09:00:00Z"',
  '"2027-031T09:00:00Z"',
  '"Sun, 31 Jan 2027 09:00:00 GMT"',
  '"2027-01-31T09:00:00Z\\n"',
  '"２０２７-01-31T09:00:00Z"',
  '"9999-12-31T23:59:59Z"',
];

function button(members: string): string {
  return `[[{${members}}]]`;
}
const row = (length: number): string =>
  `[${Array.from({ length }, (_, n) => `{"text":"${n}","url":"https://example.org/${n}"}`).join()}]`;
const buttons = [
  '"Open"',
  '{"text":"Open","url":"https://example.org"}',
  '[{"text":"Open","url":"https://example.org"}]',
  "[[]]",
  '[["Open"]]',
  "[[null]]",
  "[[[]]]",
  `[${row(1)},[]]`,
  `[${row(9)}]`,
  `[${Array.from({ length: 9 }, () => row(1)).join()}]`,
  `[${"[],".repeat(50_000)}[]]`,
  button('"text":"Open"'),
  button('"url":"https://example.org"'),
  button('"text":"Open","callback_data":"open"'),
  button('"text":"Open","web_app":{"url":"https://example.org"}'),
  button('"text":1,"url":"https://example.org"'),
  button('"text":"","url":"https://example.org"'),
  button('"text":" \\u200b","url":"https://example.org"'),
  button('"text":"a\\u0000","url":"https://example.org"'),
  button('"text":"\\udc00","url":"https://example.org"'),
  button(`"text":"${"x".repeat(65)}","url":"https://example.org"`),
  button('"text":"Open","url":null'),
  button('"text":"Open","url":""'),
  button('"text":"Open","url":"example.org"'),
  button('"text":"Open","url":"//example.org"'),
  button('"text":"Open","url":"https://"'),
  button('"text":"Open","url":"https:example.org"'),
  button('"text":"Open","url":"https://example.org/a b"'),
  button('"text":"Open","url":" https://example.org"'),
  button('"text":"Open","url":"https://example.org\\n"'),
  button('"text":"Open","url":"https://example.org/\\ud83d"'),
  button('"text":"Open","url":"https://example.org:99999"'),
  button('"text":"Open","url":"javascript:alert(1)"'),
  button('"text":"Open","url":"data:text/html,hi"'),
  button('"text":"Open","url":"file:///etc/passwd"'),
  button('"text":"Open","url":"ftp://example.org"'),
  button('"text":"Open","url":"mailto:a@example.org"'),
  button(`"text":"Open","url":"https://example.org/${"x".repeat(2029)}"`),
];

const wrong: Row[] = [
  ...["id", "replace_key", "category"].flatMap((name) => written(name, [...NEVER, ...identifiers])),
  ...["priority", "format", "on_unknown"].flatMap((name) => written(name, [...NEVER, ...choices])),
  ...["silent", "protect", "link_preview"].flatMap((name) => written(name, [...NEVER, ...flags])),
  ...["ttl_seconds", "thread_id"].flatMap((name) => written(name, [...NEVER, ...numbers])),
  ["ttl_seconds: one second too long", more('"ttl_seconds":31622401')],
  ...written("send_at", [...NEVER, ...moments]),
  ...written("buttons", [...NEVER, ...buttons]),
  ["an option given twice, the last one bad", more('"priority":"bulk","priority":"low"')],
  ["an option with its name escaped", more('"\\u0069d":""')],
  ["two options wrong", more('"silent":1,"protect":0')],
  ["category too long by one", more(`"category":"${"x".repeat(65)}"`)],
];

const lossy: Row[] = [
  ["ttl_seconds infinite when parsed", more('"ttl_seconds":1e400')],
  ["ttl_seconds one only when parsed", more('"ttl_seconds":1.00000000000000000001')],
  ["thread_id a snowflake", more('"thread_id":1144331155664477881')],
  ["category a number that parsing alters", more('"category":1e400')],
  ["id a snowflake without quotes", more('"id":1144331155664477881')],
  ["altered number inside buttons", more('"buttons":[[{"text":"a","url":"https://example.org","x":1e400}]]')],
];

/** Good notifications but for their options. */
export const optionKinds: MalformedPayload[] = [
  ...kinds("invalid_notification", wrong),
  ...kinds("lossy_number", lossy),
];
