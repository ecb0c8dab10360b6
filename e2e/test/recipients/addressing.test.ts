import { waitFor } from "@bellwire/testkit";
import { describe, expect, it } from "vitest";
import { postJson } from "../../src/stack.ts";
import { numbered, useRecipients } from "./recipients-stand.ts";

const stand = useRecipients();

describe("a person", () => {
  it("has a copy in each chat, and what waits in one does not hold up the others", async () => {
    const [first, second, group] = [601, 602, -603];
    await stand.people.linkTo("carol", first, second, group);
    const [id] = await stand.publish("carol", ["copy 1"]);
    for (const chat of [first, second, group]) await waitFor(() => stand.arrived(chat, "copy").length === 1);
    const copies = [{ chat_id: first, id }, { chat_id: second }, { chat_id: group }];
    const record = await stand.read(`/notifications/${id}`);
    expect(record).toMatchObject({ user_id: "carol", chat_id: first, copies });

    stand.stack.sandbox.block(first);
    await stand.people.until("carol", "one chat to be blocked", ({ chats }) => chats[0]?.state === "blocked");
    await stand.publish("carol", ["copy 2", "copy 3"]);
    for (const chat of [second, group]) await waitFor(() => stand.arrived(chat, "copy").length === 3);
    expect(await stand.people.get("carol")).toMatchObject({ state: "linked" });
    stand.stack.sandbox.openDeepLink(first);
    await waitFor(() => stand.arrived(first, "copy").length === 3);

    const answer = await stand.people.change("DELETE", "carol", `/chats/${second}`);
    expect(answer).toEqual({ status: 200, body: { parked: 0, cancelled: 0 } });
    expect((await stand.people.change("DELETE", "carol", `/chats/${second}`)).status).toBe(404);
    await stand.publish("carol", ["copy 4"]);
    for (const chat of [first, group]) {
      await waitFor(() => stand.arrived(chat, "copy").length === 4);
      expect(stand.arrived(chat, "copy")).toEqual(numbered("copy", 4));
    }
    expect(stand.arrived(second, "copy")).toEqual(numbered("copy", 3));
  });

  it("has no copy of what was cancelled, in no chat", async () => {
    await stand.people.linkTo("cleo", 611, 612);
    for (const chat of [611, 612]) stand.stack.sandbox.block(chat);
    await stand.people.until("cleo", "both to be blocked", ({ state }) => state === "unreachable");
    const [id] = await stand.publish("cleo", ["never 1"]);
    await stand.people.until("cleo", "both to park it", ({ chats }) =>
      chats.every(({ parked }) => parked === 1),
    );
    expect(await cancel(id)).toBe(200);
    await stand.people.until("cleo", "nothing to be parked", ({ chats }) =>
      chats.every(({ parked }) => parked === 0),
    );
    for (const chat of [611, 612]) stand.stack.sandbox.openDeepLink(chat);
    await stand.publish("cleo", ["instead 1"]);
    for (const chat of [611, 612]) {
      await waitFor(() => stand.arrived(chat, "instead").length === 1);
      expect(stand.arrived(chat, "never")).toEqual([]);
    }
  });

  it("known by a text waits for a link, whatever the door, and the publisher is told so", async () => {
    const userId = "Müller/Ä #7";
    const answer = await postJson(`${stand.stack.webUrl}/notifications`, {
      user_id: userId,
      message: "early 1",
    });
    expect(answer).toMatchObject({
      status: 202,
      body: { state: "accepted", parked: { reason: "unlinked", until: expect.any(String) } },
    });
    const parked = (count: number) => waitFor(async () => (await stand.states()).parked === count);
    await parked(1);
    await stand.publish(userId, ["early 2", "early 3"]);
    await parked(3);
    const redis = stand.stack.redis.client();
    await redis.lpush("notification:queue", JSON.stringify({ user_id: userId, message: "early 4" }));
    await parked(4);
    await redis.xadd("notification:stream", "*", "user_id", userId, "message", "early 5");
    await parked(5);
    await redis.publish("notification", JSON.stringify({ user_id: userId, message: "early 6" }));
    await parked(6);
    await stand.people.linkTo(userId, 604);
    await waitFor(() => stand.arrived(604, "early").length === 6);
    expect(stand.arrived(604, "early")).toEqual(numbered("early", 6));
  });

  it("known by a number is the chat of that number until a link says otherwise", async () => {
    await stand.publish(605, ["direct 1"]);
    await waitFor(() => stand.arrived(605, "direct").length === 1);
    await stand.people.linkTo(605, 606);
    await stand.publish(605, ["direct 2"]);
    await stand.publish("605", ["direct 3"]);
    await waitFor(() => stand.arrived(606, "direct").length === 2);
    expect(stand.arrived(605, "direct")).toEqual(["direct 1"]);
    expect((await stand.people.get("605"))?.user_id).toBe(605);
  });

  it("whom the operator suspends has nothing, whatever they do, until resumed", async () => {
    await stand.people.linkTo("dora", 607);
    expect(await stand.people.change("POST", "dora", "/suspend")).toEqual({
      status: 200,
      body: { chats: 1 },
    });
    await stand.publish("dora", ["suspended 1", "suspended 2"]);
    await stand.people.until("dora", "two to be parked", ({ chats }) => chats[0]?.parked === 2);
    stand.stack.sandbox.openDeepLink(607);
    await waitFor(() => stand.stack.received(607).some((text) => text.includes("suspended. Ask")));
    stand.stack.sandbox.block(607);
    stand.stack.sandbox.openDeepLink(607);
    await waitFor(
      () => stand.stack.received(607).filter((text) => text.includes("suspended. Ask")).length === 2,
    );
    expect(await stand.people.get("dora")).toMatchObject({ state: "suspended", chats: [{ parked: 2 }] });
    expect(stand.arrived(607, "suspended")).toEqual([]);
    expect((await stand.people.change("POST", "dora", "/resume")).status).toBe(200);
    await waitFor(() => stand.arrived(607, "suspended").length === 2);
    expect(stand.arrived(607, "suspended")).toEqual(numbered("suspended", 2));
  });
});

async function cancel(id: string | undefined): Promise<number> {
  const headers = { "x-bellwire": "test" };
  return (await fetch(`${stand.stack.webUrl}/notifications/${id}`, { method: "DELETE", headers })).status;
}
