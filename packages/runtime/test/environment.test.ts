import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { ConfigError, environment, readEnvironment } from "../src/environment.ts";

const { address, flag, integer, list, oneOf, redisAddress, text } = environment;

const schema = z.object({
  PORT: integer({ min: 0, max: 65_535, fallback: 3000 }),
  LIMIT: integer({ min: 1, fallback: 10 }),
  OPEN: flag(false),
  LEVEL: oneOf(["info", "debug"], "info"),
  URL: address(["redis", "rediss"]).default("redis://127.0.0.1:6379"),
  KEYS: list().default([]),
  TOKEN: text(/^[a-z]{5}$/, "five letters"),
});
const read = (source: Record<string, string | undefined>) =>
  readEnvironment(schema, source, ["TOKEN", "KEYS"]);

function problemsOf(source: Record<string, string | undefined>): readonly string[] {
  try {
    read(source);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "bellwire-env-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe("readEnvironment", () => {
  it("fills in defaults, also for what is empty, and reads each kind", () => {
    expect(read({ TOKEN: "abcde", PORT: "", OPEN: "  ", OTHER: "ignored" })).toEqual({
      PORT: 3000,
      LIMIT: 10,
      OPEN: false,
      LEVEL: "info",
      URL: "redis://127.0.0.1:6379",
      KEYS: [],
      TOKEN: "abcde",
    });
    expect(
      read({
        TOKEN: "abcde",
        PORT: "0",
        OPEN: "true",
        LEVEL: "debug",
        KEYS: " a, ,b ,",
        URL: "rediss://h/1",
      }),
    ).toMatchObject({ PORT: 0, OPEN: true, LEVEL: "debug", KEYS: ["a", "b"], URL: "rediss://h/1" });
  });

  it("lists everything wrong at once, by name, with what was expected and without values", () => {
    const values = {
      PORT: "70000",
      LIMIT: "1.5",
      OPEN: "yes",
      LEVEL: "loud",
      URL: "http://hush",
      TOKEN: "s3cret",
    };
    expect(problemsOf(values)).toEqual([
      "PORT: expected a whole number from 0 to 65535",
      "LIMIT: expected a whole number of at least 1",
      "OPEN: expected true or false",
      "LEVEL: expected one of info, debug",
      "URL: expected an address that begins with redis:// or rediss://",
      "TOKEN: expected five letters",
    ]);
    expect(() => read(values)).toThrow(/^The environment is not usable:\n {2}PORT: /);
    for (const value of Object.values(values)) expect(problemsOf(values).join()).not.toContain(`${value} `);
  });

  it.each(["", " ", "-1", "1e3", "0x10", "12345678901234567890", "9999999999999999", "3 000", "+5"])(
    "takes no number from %j where one of 1 or more is due",
    (value) => {
      const problems = problemsOf({ TOKEN: "abcde", LIMIT: value });
      expect(problems).toEqual(value.trim() === "" ? [] : ["LIMIT: expected a whole number of at least 1"]);
    },
  );

  it.each(["redis", "redis://", "http://127.0.0.1", "127.0.0.1:6379", "//127.0.0.1"])(
    "takes no Redis address from %j",
    (value) => {
      expect(problemsOf({ TOKEN: "abcde", URL: value })).toHaveLength(1);
    },
  );

  it.each([
    ["redis://127.0.0.1", true],
    ["rediss://user:pass%40word@redis.example:6380/7?family=6", true],
    ["redis://[::1]:6379/", true],
    ["redis://127.0.0.1/first", false],
    ["redis:///var/run/redis.sock", false],
    ["http://127.0.0.1", false],
  ])("takes %j for the address of a Redis: %j", (value, isOne) => {
    expect(redisAddress().safeParse(value).success).toBe(isOne);
  });

  it("reads a secret from a file, and says what is wrong with the file", () => {
    const path = join(dir, "token");
    writeFileSync(path, "abcde\n");
    expect(read({ TOKEN_FILE: path })).toMatchObject({ TOKEN: "abcde" });
    expect(problemsOf({ TOKEN_FILE: join(dir, "nowhere") })).toEqual([
      "TOKEN_FILE: the file cannot be read (ENOENT)",
    ]);
    expect(problemsOf({ TOKEN_FILE: path, TOKEN: "fghij" })).toEqual([
      "TOKEN and TOKEN_FILE are both set: keep one",
    ]);
    writeFileSync(path, "");
    expect(problemsOf({ TOKEN_FILE: path })).toEqual(["TOKEN: expected five letters"]);
  });

  it("names what is missing, and that it may stand in a file", () => {
    expect(problemsOf({})).toEqual(["TOKEN: not set (or set TOKEN_FILE to a file that holds it)"]);
    const plain = z.object({ NAME: text(/./, "a name") });
    expect(() => readEnvironment(plain, {})).toThrow("NAME: not set");
  });
});
