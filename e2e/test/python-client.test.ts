import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { requireTool, waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Stack, startStack } from "../src/stack.ts";

const python = process.env.BELLWIRE_PYTHON ?? "/usr/bin/python3";

function hasRedisPy(): boolean {
  try {
    execFileSync(python, ["-c", "import redis"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** What a program of today does, word for word. */
const PUBLISHER = `
import json, sys, redis
r = redis.Redis.from_url(sys.argv[1])
print(r.publish("notification", json.dumps({"user_id": 42, "message": sys.argv[2]})))
`;

const PUSHER = `
import json, sys, redis
r = redis.Redis.from_url(sys.argv[1])
r.lpush("notification:queue", json.dumps({"user_id": 42, "message": sys.argv[2]}))
r.xadd("notification:stream", {"user_id": 43, "message": sys.argv[2]})
r.xadd("notification:stream", {"payload": json.dumps({"user_id": 44, "message": sys.argv[2]})})
`;

const SUBSCRIBER = `
import json, sys, redis
pubsub = redis.Redis.from_url(sys.argv[1]).pubsub()
pubsub.subscribe("notification")
for message in pubsub.listen():
    if message["type"] == "subscribe":
        print("subscribed", flush=True)
    if message["type"] == "message":
        print(json.dumps(json.loads(message["data"])), flush=True)
`;

describe.skipIf(!requireTool("python3 with redis-py (Debian: python3-redis)", hasRedisPy()))(
  "redis-py",
  () => {
    let stack: Stack;
    let subscriber: ChildProcess | undefined;
    beforeAll(async () => {
      stack = await startStack();
    });
    afterAll(async () => {
      subscriber?.kill();
      await stack.stop();
    });

    it("publishes to a chat as it always did", async () => {
      const text = "Your order is on its way! ✈ “schön”";
      const receivers = execFileSync(python, ["-c", PUBLISHER, stack.redis.url, text], { encoding: "utf8" });
      expect(receivers.trim()).toBe("2");
      await waitFor(() => stack.received(42).length > 0);
      expect(stack.received(42)).toEqual([text]);
    });

    it("pushes to the queue and appends to the stream, as fields or as one payload", () => {
      const text = "Ваш заказ в пути ✈";
      execFileSync(python, ["-c", PUSHER, stack.redis.url, text]);
      return waitFor(() => [42, 43, 44].every((chat) => stack.received(chat).includes(text)));
    });

    it("reads what web publishes as at least the same two fields", async () => {
      subscriber = spawn(python, ["-c", SUBSCRIBER, stack.redis.url], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      if (!subscriber.stdout) throw new Error("no output to read");
      const lines: string[] = [];
      createInterface({ input: subscriber.stdout }).on("line", (line) => lines.push(line));
      await waitFor(() => lines.includes("subscribed"));
      const text = "Build 71 failed 🔥";
      await stack.publish(7, text);
      await waitFor(() => lines.length > 1);
      expect(JSON.parse(lines[1] ?? "")).toMatchObject({ user_id: 7, message: text });
      subscriber.kill();
      await once(subscriber, "exit");
    });
  },
);
