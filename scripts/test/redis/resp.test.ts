import { createServer } from "node:net";
import { freePort, startRedis } from "@bellwire/testkit";
import { describe, expect, it, onTestFinished } from "vitest";
import { askRedis, encodeCommand, readReplies } from "../../redis/resp.mjs";

describe("readReplies", () => {
  it("reads status, error, integer, bulk and nil", () => {
    const bytes = Buffer.from("+PONG\r\n-ERR no\r\n:3\r\n$4\r\na\r\nb\r\n$-1\r\n");
    expect(readReplies(bytes)).toEqual(["PONG", "-ERR no", "3", "a\r\nb", "-1"]);
  });

  it("waits for the rest of what has not arrived", () => {
    expect(readReplies(Buffer.from("+OK\r\n$10\r\nhalf"))).toEqual(["OK"]);
    expect(readReplies(Buffer.from("+OK\r\n+PO"))).toEqual(["OK"]);
  });
});

it("counts bytes, not characters", () => {
  expect(encodeCommand(["AUTH", "é"]).toString()).toBe("*2\r\n$4\r\nAUTH\r\n$2\r\né\r\n");
});

describe("askRedis", () => {
  it("logs in, selects and asks", async () => {
    const redis = await startRedis({ config: { requirepass: "se:cret/+@" } });
    onTestFinished(() => redis.stop());
    const address = `127.0.0.1:${redis.port}`;
    const url = new URL(`redis://:${encodeURIComponent("se:cret/+@")}@${address}/3`);
    const [pong, script] = await askRedis(url, [["PING"], ["EVAL", "#!lua\nreturn 'runs'", "0"]], 5_000);
    expect([pong, script]).toEqual(["PONG", "runs"]);
    await expect(askRedis(new URL(`redis://:wrong@${address}`), [["PING"]], 5_000)).rejects.toThrow(
      /WRONGPASS/,
    );
    expect(await askRedis(new URL(`redis://${address}`), [["PING"]], 5_000)).toEqual([
      "-NOAUTH Authentication required.",
    ]);
  });

  it("gives up on a server that says nothing", async () => {
    const silent = createServer((socket) => void socket.on("error", () => undefined)).listen(0, "127.0.0.1");
    onTestFinished(() => void silent.close());
    await new Promise((resolve) => silent.once("listening", resolve));
    const address = silent.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    await expect(askRedis(new URL(`redis://127.0.0.1:${port}`), [["PING"]], 50)).rejects.toThrow(
      "no answer within",
    );
  });

  it("says that nobody listens", async () => {
    const url = new URL(`redis://127.0.0.1:${await freePort()}`);
    await expect(askRedis(url, [["PING"]], 5_000)).rejects.toThrow(/ECONNREFUSED/);
  });
});
