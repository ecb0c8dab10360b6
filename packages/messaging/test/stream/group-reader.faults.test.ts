import { waitFor } from "@bellwire/testkit";
import { describe, expect, it } from "vitest";
import { BOUNDS, texts, useGroupReaders } from "./group-stand.ts";

const stand = useGroupReaders();
const { open, hold, add, acknowledge, pending } = stand;

describe("GroupReader loses nothing and keeps order", () => {
  const dropReplyTo = (word: string, reply = "") =>
    stand.proxy.dropReplies(
      (piece) => piece.request.toString().includes(word) && piece.reply.toString("latin1").includes(reply),
    );

  it("when the reply of XREADGROUP is lost", async () => {
    await hold("a");
    const reader = await open("a");
    await add("first", "second");
    dropReplyTo("xreadgroup", "first");
    await expect(reader.read(BOUNDS)).rejects.toMatchObject({ trouble: "disconnected" });
    expect(await pending()).toBe(2);
    await add("third");
    expect(await waitFor(() => texts(reader))).toEqual(["first", "second"]);
  });

  it("when the reply of a claim is lost, and with it the ids of what was trimmed", async () => {
    await hold("a");
    const reader = await open("a");
    const [gone = ""] = await add("1", "2");
    await texts(reader);
    await texts(reader); // Redis learns the script
    await stand.admin.xdel("p:stream", gone);
    dropReplyTo("evalsha");
    await expect(reader.read(BOUNDS)).rejects.toMatchObject({ trouble: "disconnected" });
    expect(await waitFor(() => texts(reader))).toEqual(["2"]);
    expect(await stand.admin.xlen("p:quarantine")).toBe(1);
  });

  it("when another one takes the lease between the look at it and the reading", async () => {
    await hold("late");
    const [late, next] = [await open("late"), await open("next")];
    await add("1");
    // As for a process that is stopped between the two: the look is answered, the reading arrives after the change.
    let arrived = false;
    stand.proxy.dropReplies(({ request }) => {
      if (!arrived && request.toString().includes("unwatch")) {
        arrived = true;
        stand.proxy.delayMs(100);
        void hold("next");
      }
      return false;
    });
    const reading = await late.read(BOUNDS);
    stand.proxy.dropReplies(0);
    stand.proxy.delayMs(0);
    expect(reading.kind === "read" ? reading.entries : []).toEqual([]);
    expect(await texts(next)).toEqual(["1"]);
  });

  it("when the lease runs out in between", async () => {
    await hold("a");
    const reader = await open("a");
    await add("1");
    await stand.admin.set("p:intake:lease", "a", "PX", 30);
    await waitFor(async () => (await stand.admin.exists("p:intake:lease")) === 0);
    expect(await reader.read(BOUNDS)).toEqual({ kind: "lost" });
    expect(await pending()).toBe(0);
  });

  it("when its connection is killed, and when Redis restarts empty", async () => {
    await hold("a");
    const reader = await open("a");
    await add("1");
    await texts(reader);
    stand.proxy.cut();
    expect(await waitFor(() => texts(reader))).toEqual(["1"]);
    await stand.redis.restart();
    await waitFor(() => stand.admin.ping());
    await hold("a");
    await add("2");
    await waitFor(async () => (await texts(reader)).includes("2"));
  });

  it("when everything is deleted while it waits", async () => {
    await hold("a");
    const reader = await open("a");
    await add("1");
    await acknowledge(
      ...((await reader.read(BOUNDS)) as { entries: { id: string }[] }).entries.map(({ id }) => id),
    );
    const waiting = reader.wait(1000);
    await stand.admin.flushall();
    await hold("a");
    // A lower id than any before, as a publisher with ids of its own may give it.
    await stand.admin.xadd("p:stream", "1-1", "n", "low");
    await waiting;
    await waitFor(async () => (await texts(reader))[0] === "low");
    expect(await texts(reader)).toEqual(["low"]);
  });

  it("when the group is destroyed: it begins again at the beginning", async () => {
    await hold("a");
    const reader = await open("a");
    await add("1");
    await stand.admin.xgroup("DESTROY", "p:stream", "bot");
    await waitFor(async () => (await texts(reader)).length > 0);
    expect(await texts(reader)).toEqual(["1"]);
  });
});
