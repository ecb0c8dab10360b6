import { waitFor } from "@bellwire/testkit";
import { describe, expect, it } from "vitest";
import type { UserId } from "../../src/people.ts";
import { numbered, useRecipients } from "./recipients-stand.ts";

/** A bot that was killed is missed after so long, and what it had in hand goes to the other. */
const LEASE_MS = "3000";
/** A send of which nothing is heard for so long has an unknown outcome, and is tried again. */
const SEND_TIMEOUT_MS = "2000";

const stand = useRecipients({ redis: { aof: true }, env: { LEASE_MS, SEND_TIMEOUT_MS } });

async function killHolder(): Promise<number> {
  const index = await stand.stack.holder();
  stand.stack.bots[index]?.kill("SIGKILL");
  await stand.stack.bots[index]?.exited;
  return index;
}

async function startAgain(index: number): Promise<void> {
  await stand.stack.startBot(index);
  await stand.stack.ready();
}

const eventsOf = (userId: UserId) =>
  stand.events.recipients.filter((event) => event.user_id === userId).map(({ event }) => event);

/** Ann's block Telegram tells as an update; Ben's comes to light only when a send is refused. */
const ANN = { userId: "ann", chat: 501 };
const BEN = { userId: "ben", chat: 502 };

type Person = typeof ANN;
const each = <Value>(act: (person: Person) => Promise<Value>) => Promise.all([ANN, BEN].map(act));

/** Until then the sends are slow enough to be killed in the middle. */
async function killAfter(arrivals: number, { chat }: Person): Promise<number> {
  const holder = await stand.stack.holder();
  stand.stack.sandbox.addFault({ kind: "delay", delay_ms: 40 });
  await new Promise<void>((resolve) => {
    const leave = stand.stack.sandbox.onMessage(() => {
      if (stand.arrived(chat, "waiting").length < arrivals) return;
      leave();
      stand.stack.bots[holder]?.kill("SIGKILL");
      resolve();
    });
    stand.stack.sandbox.openDeepLink(ANN.chat);
    stand.stack.sandbox.openDeepLink(BEN.chat);
  });
  return holder;
}

/** In order, and once: only what was on the wire when its bot was killed may come again, and its record says so. */
async function expectAllOnce({ chat }: Person, texts: string[], ids: string[]): Promise<void> {
  const came = stand.arrived(chat, "waiting");
  expect([...new Set(came)]).toEqual(texts);
  const again = came.filter((text, index) => came.indexOf(text) !== index);
  expect(again.length).toBeLessThanOrEqual(1);
  for (const text of again) {
    const record = await stand.read(`/notifications/${ids[texts.indexOf(text)]}`);
    expect(record.timeline).toContainEqual(expect.objectContaining({ what: "unknown", reason: "lost" }));
  }
}

describe("a person", () => {
  it("links, receives, blocks, and has all that waited on return, though bots are killed", {
    timeout: 90_000,
  }, async () => {
    await each(({ userId, chat }) => stand.people.linkTo(userId, chat));
    await each(({ userId }) => stand.publish(userId, ["before 1"]));
    await waitFor(() => [ANN, BEN].every(({ chat }) => stand.arrived(chat, "before").length === 1));

    stand.stack.sandbox.block(ANN.chat);
    stand.stack.sandbox.addFault({ kind: "403", chat_id: BEN.chat });
    const texts = numbered("waiting", 21);
    const first = await each(({ userId }) => stand.publish(userId, texts.slice(0, 1)));
    for (const { userId, chat } of [ANN, BEN]) {
      const blocked = await stand.people.until(
        userId,
        "one to be parked",
        ({ chats }) => chats[0]?.parked === 1,
      );
      expect(blocked.state).toBe("unreachable");
      expect(blocked.chats).toMatchObject([{ chat_id: chat, state: "blocked", waiting: 0 }]);
    }

    const some = await each(({ userId }) => stand.publish(userId, texts.slice(1, 10)));
    const killed = await killHolder();
    const others = await each(({ userId }) => stand.publish(userId, texts.slice(10)));
    await each(({ userId }) =>
      stand.people.until(userId, "21 to be parked", ({ chats }) => chats[0]?.parked === 21),
    );
    await startAgain(killed);
    for (const { chat } of [ANN, BEN]) expect(stand.arrived(chat, "waiting")).toEqual([]);

    stand.stack.sandbox.clearFaults();
    const killedAgain = await killAfter(5, BEN);
    await waitFor(() => [ANN, BEN].every(({ chat }) => new Set(stand.arrived(chat, "waiting")).size === 21), {
      timeoutMs: 20_000,
      what: "all that waited",
    });
    await startAgain(killedAgain);
    stand.stack.sandbox.clearFaults();
    for (const [index, person] of [ANN, BEN].entries()) {
      const idle = await stand.people.until(
        person.userId,
        "nothing to wait",
        ({ chats }) => chats[0]?.waiting === 0,
      );
      expect(idle).toMatchObject({ state: "linked", chats: [{ parked: 0 }] });
      const ids = [first, some, others].flatMap((part) => part[index] ?? []);
      await expectAllOnce(person, texts, ids);
      await waitFor(() => eventsOf(person.userId).includes("returned"));
      expect(eventsOf(person.userId)).toEqual(["linked", "suspended", "returned"]);
    }
  });

  it("keeps the place of what was under way when they blocked", async () => {
    await stand.people.linkTo("bea", 503);
    stand.stack.sandbox.addFault({ kind: "hang", chat_id: 503 });
    await stand.publish("bea", ["first 1"]);
    await waitFor(() => stand.stack.sandbox.stats().faults.hang, { what: "the first send to hang" });
    stand.stack.sandbox.block(503);
    await stand.people.until("bea", "to be blocked", ({ state }) => state === "unreachable");
    await stand.publish("bea", ["first 2", "first 3"]);
    await stand.people.until("bea", "three to be parked", ({ chats }) => chats[0]?.parked === 3);
    stand.stack.sandbox.clearFaults();
    stand.stack.sandbox.openDeepLink(503);
    await waitFor(() => stand.arrived(503, "first").length === 3);
    expect(stand.arrived(503, "first")).toEqual(numbered("first", 3));
    expect(eventsOf("bea")).toEqual(["linked", "suspended", "returned"]);
  });

  it("has on return only what is still of use", async () => {
    await stand.people.linkTo("bert", 504);
    stand.stack.sandbox.block(504);
    await stand.people.until("bert", "to be blocked", ({ state }) => state === "unreachable");
    await stand.publish("bert", ["of use 1"]);
    const [late] = await stand.publish("bert", ["of use 2"], { ttl_seconds: 1 });
    await stand.publish("bert", ["of use 3"], { replace_key: "status" });
    await stand.publish("bert", ["of use 4"], { replace_key: "status" });
    await waitFor(async () => (await stand.read(`/notifications/${late}`)).state === "expired");
    await stand.people.until("bert", "two to be parked", ({ chats }) => chats[0]?.parked === 2);
    stand.stack.sandbox.openDeepLink(504);
    await waitFor(() => stand.arrived(504, "of use").length === 2);
    expect(stand.arrived(504, "of use")).toEqual(["of use 1", "of use 4"]);
  });
});
