import { describe, expect, it } from "vitest";
import { readDoorPayload } from "../src/door.ts";
import { readNotificationRequest } from "../src/edge.ts";
import { malformedPayloads, validPayloads } from "./malformed.ts";

const read = (body: string) => readNotificationRequest(Buffer.from(body));
const refusal = (body: string) => {
  const result = read(body);
  if (result.ok) throw new Error("accepted");
  return result.problem;
};

describe("readNotificationRequest", () => {
  it("accepts the two fields, and via where it is the default", () => {
    const value = { notification: { user_id: 42, message: "hi" }, via: "channel" };
    expect(read('{"user_id":42,"message":"hi"}')).toEqual({ ok: true, value });
    expect(read('{"via":"channel","user_id":4.2e1,"message":"hi"}')).toEqual({ ok: true, value });
  });

  it.each(malformedPayloads)("refuses what a door refuses: $name", ({ bytes, code }) => {
    const result = readNotificationRequest(bytes);
    const got = result.ok ? "accepted" : result.problem.code;
    // The edge hears of an altered number first, wherever it stands.
    expect([code, "lossy_number"]).toContain(got);
    if (got !== code) expect(code).toBe("invalid_notification");
  });

  it("refuses a field that it does not know, and names the one that was meant", () => {
    expect(refusal('{"user_id":42,"message":"hi","mesage":"x"}')).toMatchObject({
      code: "invalid_notification",
      errors: [{ path: "mesage", message: "unknown field mesage" }],
    });
    expect(refusal('{"userId":42,"message":"hi"}').detail).toContain("did you mean user_id?");
    expect(refusal('{"user_id":42,"text":"hi"}').detail).toContain("did you mean message?");
  });

  it.each(["__proto__", "constructor", "toString", "hasOwnProperty"])("knows no field %s", (name) => {
    const problem = refusal(`{"user_id":42,"message":"hi","${name}":{"user_id":7}}`);
    expect(problem).toMatchObject({ code: "invalid_notification", errors: [{ path: name }] });
  });

  it("shortens names, mends them, and shows at most ten", () => {
    const long = refusal(`{"user_id":42,"message":"hi","${"x".repeat(10_000)}":1}`);
    expect(long.errors[0]?.path).toHaveLength(64);
    const broken = refusal('{"user_id":42,"message":"hi","a\\ud800":1}');
    expect(broken.errors.every(({ path }) => path === "a\ufffd")).toBe(true);
    const many = Array.from({ length: 500 }, (_, n) => `"f${n}":1`).join();
    expect(refusal(`{"user_id":42,"message":"hi",${many}}`).errors).toHaveLength(10);
  });

  it("reports every field that is wrong", () => {
    expect(refusal('{"user_id":null,"message":"","x":1}').errors.map(({ path }) => path)).toEqual([
      "user_id",
      "message",
      "x",
    ]);
  });

  it("refuses a lone surrogate wherever it stands", () => {
    const problem = refusal('{"user_id":42,"message":"hi","colour":[{"text":"\\udc00"}]}');
    expect(problem).toMatchObject({ code: "invalid_notification", errors: [{ path: "colour" }, {}] });
    expect(refusal('{"user_id":42,"message":"hi","buttons":[{"text":"\\udc00"}]}').code).toBe(
      "invalid_notification",
    );
    expect(refusal('{"user_id":42,"message":"hi","buttons":{"\\udc00":1}}').code).toBe(
      "invalid_notification",
    );
    expect(refusal('{"user_id":42,"message":"hi","via":"\\udc00"}').code).toBe("invalid_notification");
  });

  it("refuses a lossy number wherever it stands", () => {
    const problem = refusal('{"user_id":42,"message":"hi","event":{"id":1144331155664477881}}');
    expect(problem).toMatchObject({ code: "lossy_number", errors: [{ path: "event" }] });
  });

  it.each(["channel", "queue", "stream"])("takes via %s, apart from the notification", (via) => {
    const notification = { user_id: 42, message: "hi" };
    const body = JSON.stringify({ via, ...notification });
    expect(read(body)).toEqual({ ok: true, value: { notification, via } });
  });

  it.each(['"fax"', '"Queue"', "null", "1", "[]", '["queue"]'])("takes no via %s", (via) => {
    expect(refusal(`{"user_id":42,"message":"hi","via":${via}}`)).toMatchObject({
      code: "invalid_notification",
      errors: [{ path: "via" }],
    });
  });

  it.each(validPayloads)("takes the options that a door takes: $name", ({ bytes, notification }) => {
    const result = readNotificationRequest(bytes);
    if (result.ok) expect(result.value.notification).toEqual(notification);
    else expect(result.problem.detail).toMatch(/unknown field|altered|digits|nothing else|via/);
  });

  it("measures send_at from now, and forgives nothing, as a door does for clocks that differ", () => {
    const nowMs = Date.UTC(2027, 0, 1);
    const at = (ms: number): Buffer =>
      Buffer.from(`{"user_id":42,"message":"hi","send_at":"${new Date(nowMs + ms).toISOString()}"}`);
    const year = 366 * 86_400_000;
    expect(readNotificationRequest(at(year), nowMs).ok).toBe(true);
    expect(readNotificationRequest(at(year + 1), nowMs)).toMatchObject({
      problem: { code: "invalid_notification", errors: [{ path: "send_at" }] },
    });
    expect(readDoorPayload(at(year + 60_000), nowMs).ok).toBe(true);
    expect(readDoorPayload(at(year + 86_400_000), nowMs).ok).toBe(false);
  });

  it("refuses in a button what it does not know, and says where", () => {
    const buttons = '[[{"text":"a","url":"https://a"}],[{"text":"a","url":"https://a","style":"x"}]]';
    expect(refusal(`{"user_id":42,"message":"hi","buttons":${buttons}}`).errors).toEqual([
      { path: "buttons.1.0", message: "a button has a text and a url and nothing else" },
    ]);
  });

  it("does not list without end what is wrong", () => {
    const row = `[${Array(8).fill("{}").join()}]`;
    const { errors, detail } = refusal(
      `{"user_id":42,"message":"hi","buttons":[${Array(8).fill(row).join()}]}`,
    );
    expect(errors).toHaveLength(16);
    expect(detail.length).toBeLessThan(2000);
  });

  it("takes a user of the app by a string, and digits as the string that they are", () => {
    for (const user_id of ["customer-8731", "42", "a/b?c#d"]) {
      const value = { notification: { user_id, message: "hi" }, via: "channel" };
      expect(read(JSON.stringify({ user_id, message: "hi" }))).toEqual({ ok: true, value });
    }
  });

  it("tells nothing of what the body says", () => {
    const secret = "s3cret-words";
    for (const body of [
      `{"user_id":"${secret}\\n","message":"${secret}\\u0000"}`,
      `{"user_id":42,"message":"${secret}","x":"${secret}","via":"${secret}"}`,
      `{"user_id":42,"message":"${secret}","via":"${secret}"}`,
      `{"user_id":42,"message":"${secret}`,
    ]) {
      expect(JSON.stringify(refusal(body))).not.toContain(secret);
    }
  });
});
