import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ConfigError, readEnvironment } from "../src/environment.ts";
import {
  hostVariable,
  redisSecrets,
  serviceVariables,
  withServiceRules,
} from "../src/service-environment.ts";

const schema = withServiceRules(
  z.object({ ...serviceVariables, HOST: hostVariable() }),
  "HOST",
  (prefix) => `${prefix}:bots`,
);

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readEnvironment(schema, env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe("the variables of every service", () => {
  it("have defaults that listen on the loopback only", () => {
    expect(readEnvironment(schema, {})).toMatchObject({ HOST: "127.0.0.1", API_KEYS: [], GRACE_MS: 20_000 });
  });

  it("bound by default what waits and what is kept", () => {
    expect(readEnvironment(schema, {})).toMatchObject({
      MAX_QUEUED: 1_000_000,
      RETENTION_HOURS: 24,
      RETENTION_MAX: 100_000,
    });
  });

  it.each([
    [{ HOST: "0.0.0.0" }, ["HOST"]],
    [{ HOST: "0.0.0.0", ALLOW_OPEN: "true" }, []],
    [{ HOST: "0.0.0.0", API_KEYS: "0123456789abcdef" }, []],
    // What is itself malformed is not reported a second time as missing.
    [{ HOST: "0.0.0.0", API_KEYS: "short" }, ["API_KEYS"]],
    [{ HOST: "0.0.0.0", ALLOW_OPEN: "yes" }, ["ALLOW_OPEN"]],
    [{ NOTIFICATION_CHANNEL: "notification:bots" }, ["NOTIFICATION_CHANNEL"]],
    [{ NOTIFICATION_CHANNEL: "a:bots", REDIS_PREFIX: "a" }, ["NOTIFICATION_CHANNEL"]],
    [{ HOST: "10.0.0.1", GRACE_MS: "-1" }, ["GRACE_MS", "HOST"]],
    [{ API_KEYS: "0123456789abcdef,short" }, ["API_KEYS"]],
    [{ API_KEYS: " , " }, ["API_KEYS"]],
    [{ REDIS_URL: "redis://host/name" }, ["REDIS_URL"]],
    [
      { MAX_QUEUED: "0", RETENTION_HOURS: "0", RETENTION_MAX: "many" },
      ["MAX_QUEUED", "RETENTION_HOURS", "RETENTION_MAX"],
    ],
  ] as [Record<string, string>, string[]][])("%j is refused for %j", (env, names) => {
    expect(new Set(problemsOf(env).map((problem) => problem.split(":")[0]))).toEqual(new Set(names));
  });
});

describe("redisSecrets", () => {
  it("is the password as written and as meant", () => {
    expect(redisSecrets("redis://user:a%20b@host")).toEqual(["a%20b", "a b"]);
    expect(redisSecrets("redis://user:100%25%zz@host")).toEqual(["100%25%zz"]);
  });
});
