import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import type { Notification } from "../../src/api/notifications.ts";
import { type SnippetInput, snippetOf } from "../../src/publish/snippets.ts";

/** All that a shell or a language could take for something else. */
const NASTY = "It's \"50 %\" off\n$HOME `id` \\n $(x) 🔔 \u2028 -- 'quoted'";

const ORIGIN = "http://127.0.0.1:3000";

function inputOf(notification: Partial<Notification> = {}, others: Partial<SnippetInput> = {}): SnippetInput {
  const whole = { userId: "42", message: NASTY, ...notification };
  return { notification: whole, copies: 1, origin: ORIGIN, withKey: false, ...others };
}

/** The arguments that the command is called with, by each call, as a shell reads the snippet. */
function argumentsIn(command: string, snippet: string): string[][] {
  const noteCall = `${command}() { for word in "$@"; do printf '%s\\0' "$word"; done; printf '\\001'; }`;
  const env = { PATH: process.env.PATH, REDIS_URL: "redis://there", API_KEY: "the key" };
  const said = execFileSync("/bin/sh", ["-c", `${noteCall}\n${snippet}`], { env, encoding: "utf8" });
  return said
    .split("\u0001")
    .slice(0, -1)
    .map((call) => call.split("\0").slice(0, -1));
}

describe("curl", () => {
  const command = (input: SnippetInput) => argumentsIn("curl", snippetOf("curl", input));

  it("says what the form says", () => {
    const sendAt = "2027-01-31T09:00:00.000Z";
    const [words = []] = command(inputOf({ via: "queue", priority: "bulk", sendAt }));
    expect(words[0]).toBe(`${ORIGIN}/notifications`);
    expect(JSON.parse(words.at(-1) ?? "")).toEqual({
      user_id: 42,
      message: NASTY,
      priority: "bulk",
      send_at: sendAt,
      via: "queue",
    });
  });

  it("sends the key where one is needed, and each copy", () => {
    const calls = command(inputOf({}, { withKey: true, copies: 3 }));
    expect(calls).toHaveLength(3);
    expect(calls[2]).toContain("Authorization: Bearer the key");
  });
});

describe("redis-cli", () => {
  const command = (input: SnippetInput) =>
    argumentsIn("redis_cli", snippetOf("redis-cli", input).replace("redis-cli", "redis_cli"));

  it.each([
    ["channel", ["PUBLISH", "notification"]],
    ["queue", ["LPUSH", "notification:queue"]],
    ["stream", ["XADD", "notification:stream", "*", "payload"]],
  ] as const)("goes by the %s, and does not say so in the payload", (via, door) => {
    const [words = []] = command(inputOf({ via, priority: "urgent" }));
    expect(words.slice(0, -1)).toEqual(["-u", "redis://there", ...door]);
    expect(JSON.parse(words.at(-1) ?? "")).toEqual({ user_id: 42, message: NASTY, priority: "urgent" });
  });

  it("repeats the command for copies", () => {
    expect(command(inputOf({}, { copies: 5 }))[0]?.slice(2, 4)).toEqual(["-r", "5"]);
  });
});

describe("TypeScript", () => {
  it.each([1, 2])("posts the same, %i times", (copies) => {
    const snippet = snippetOf("TypeScript", inputOf({ via: "stream" }, { copies }));
    const noteCall = "globalThis.fetch = async (_, { body }) => ({ json: () => JSON.parse(body).message });";
    const said = execFileSync(process.execPath, ["--input-type=module", "-e", `${noteCall}\n${snippet}`]);
    expect(said.toString()).toBe(`${NASTY}\n`.repeat(copies));
  });

  it("says by which door, and sends the key where one is needed", () => {
    const snippet = snippetOf("TypeScript", inputOf({ via: "queue" }, { withKey: true }));
    const noteCall = `globalThis.fetch = async (_, { headers, body }) => ({
      json: () => JSON.stringify([headers.Authorization, JSON.parse(body).via]),
    });`;
    const node = ["--input-type=module", "-e", `${noteCall}\n${snippet}`];
    const said = execFileSync(process.execPath, node, { env: { API_KEY: "the key" } });
    expect(JSON.parse(said.toString())).toEqual(["Bearer the key", "queue"]);
  });
});

describe("Python", () => {
  it.each([
    ["channel", 'r.publish("notification", json.dumps({"user_id": 42, "message": "hi"}))'],
    ["queue", 'r.lpush("notification:queue", json.dumps({"user_id": 42, "message": "hi"}))'],
    ["stream", 'r.xadd("notification:stream", {"user_id": 42, "message": "hi"})'],
  ] as const)("goes by the %s", (via, call) => {
    expect(snippetOf("Python", inputOf({ message: "hi", via }))).toContain(`\n${call}`);
    expect(snippetOf("Python", inputOf({ message: "hi", via }, { copies: 7 }))).toContain(
      `for _ in range(7):\n    ${call}`,
    );
  });
});
