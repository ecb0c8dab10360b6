import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { waitFor } from "@bellwire/testkit";
import { describe, expect, it } from "vitest";
import { postJson } from "../../src/stack.ts";
import { numbered, useRecipients } from "./recipients-stand.ts";

const LINKED = "Connected: your notifications arrive here from now on.";
const USED = "This link has been used already. Ask the app for a new one.";
const UNKNOWN = "This link is not valid, or no longer. Ask the app for a new one.";
const FOR_GROUP = "This link is for a group: open it and choose one.";
const FOR_PRIVATE = "This link is for you alone: open it in a chat with me, not in a group.";

/** Stands in every text that is published or written here, none of which may be in a log. */
const WORD = "words-for-nobody-else";

const stand = useRecipients({
  redis: { aof: true },
  env: { LEASE_MS: "3000", LOG_LEVEL: "trace", ADDRESSING: "linked" },
});

/** Of every link that was made, also those of whom nobody made use. */
const tokens: string[] = [];

async function link(userId: string | number, options?: object): Promise<string> {
  const { token } = await stand.people.link(userId, options);
  tokens.push(token);
  return token;
}

/** Opens a link in a chat, and answers the bot's next words there. */
async function open(chatId: number, token: string): Promise<string | undefined> {
  const before = stand.stack.received(chatId).length;
  stand.stack.sandbox.openDeepLink(chatId, token);
  await waitFor(() => stand.stack.received(chatId).length > before, { what: `an answer in chat ${chatId}` });
  return stand.stack.received(chatId)[before];
}

const chatsOf = async (userId: string | number) =>
  (await stand.people.get(userId))?.chats.map(({ chat_id }) => chat_id);

const keyOf = (token: string) => `notification:link:${createHash("sha256").update(token).digest("hex")}`;

describe("a link", () => {
  it("is an address of Telegram, a picture and a time", async () => {
    const before = Date.now();
    const { url, qr, expires_at, token } = await stand.people.link("ann", { expires_in_seconds: 60 });
    tokens.push(token);
    expect(url).toBe(`https://t.me/bellwire_sandbox_bot?start=${token}`);
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(Buffer.from(qr.replace("data:image/svg+xml;base64,", ""), "base64").toString()).toMatch(/^<svg /);
    expect(Date.parse(expires_at) - before).toBeGreaterThanOrEqual(60_000);
    expect(Date.parse(expires_at) - Date.now()).toBeLessThanOrEqual(60_000);
    const { url: forGroups } = await stand.people.link("ann", { group: true });
    expect(forGroups).toContain("?startgroup=");
    tokens.push(new URL(forGroups).searchParams.get("startgroup") ?? "");
  });

  it("works once", async () => {
    const token = await link("ben");
    expect(await open(701, token)).toBe(LINKED);
    expect(await open(702, token)).toBe(USED);
    expect(await chatsOf("ben")).toEqual([701]);
  });

  it("does not work when it has expired", async () => {
    const token = await link("carol", { expires_in_seconds: 60 });
    const redis = stand.stack.redis.client();
    const leftMs = await redis.pttl(keyOf(token));
    expect(leftMs).toBeGreaterThan(0);
    expect(leftMs).toBeLessThanOrEqual(60_000);
    await redis.pexpire(keyOf(token), 1);
    await waitFor(async () => (await redis.exists(keyOf(token))) === 0);
    expect(await open(703, token)).toBe(UNKNOWN);
    expect(await chatsOf("carol")).toEqual([]);
  });

  it("cannot be guessed, nor made of what Redis keeps of it", async () => {
    const token = await link("dora");
    const hash = createHash("sha256").update(token).digest();
    const wrong = [
      randomBytes(32).toString("base64url"),
      token.slice(0, -1),
      `${token}A`,
      token.toLowerCase() === token ? token.toUpperCase() : token.toLowerCase(),
      hash.toString("hex"),
      hash.toString("base64url"),
      "dora",
    ];
    for (const [index, guess] of wrong.entries()) expect(await open(710 + index, guess)).toBe(UNKNOWN);
    expect(await chatsOf("dora")).toEqual([]);
    expect(await open(709, token)).toBe(LINKED);
  });

  it("for a group is none for a person, and the reverse; it stays usable where it belongs", async () => {
    const [forGroup, forPerson] = [await link("emil", { group: true }), await link("emil")];
    expect(await open(720, forGroup)).toBe(FOR_GROUP);
    expect(await open(-721, forPerson)).toBe(FOR_PRIVATE);
    expect(await open(-721, forGroup)).toBe(LINKED);
    expect(await open(720, forPerson)).toBe(LINKED);
    expect(await chatsOf("emil")).toEqual([-721, 720]);
  });

  it("links one chat of a hundred that open it at once, though the bot that listens is killed", async () => {
    const token = await link("fred");
    const chats = Array.from({ length: 100 }, (_, index) => 10_001 + index);
    const holder = await stand.stack.holder();
    const answered = () => chats.filter((chat) => stand.stack.received(chat).length > 0).length;
    const openAll = chats.map((chat) =>
      postJson(`${stand.stack.sandbox.url}/sandbox/chats/${chat}/start`, { payload: token }),
    );
    await waitFor(() => answered() > 20);
    stand.stack.bots[holder]?.kill("SIGKILL");
    for (const { status } of await Promise.all(openAll)) expect(status).toBe(201);
    await waitFor(() => answered() === 100, { timeoutMs: 20_000 });
    await stand.stack.startBot(holder);
    await stand.stack.ready();
    const linked = chats.filter((chat) => stand.stack.received(chat).includes(LINKED));
    expect(linked).toHaveLength(1);
    expect(await chatsOf("fred")).toEqual(linked);
    for (const chat of chats.filter((one) => one !== linked[0]))
      expect(new Set(stand.stack.received(chat))).toEqual(new Set([USED]));
    const told = stand.events.recipients.filter(({ user_id }) => user_id === "fred");
    expect(told.map(({ event, chat_id }) => [event, chat_id])).toEqual([["linked", linked[0]]]);
  });

  it("is what even a number waits for, with ADDRESSING=linked", async () => {
    await stand.publish(731, numbered(WORD, 3));
    await waitFor(async () => (await stand.states()).parked === 3, { what: "three to be parked" });
    // The chat of that number is nobody's: what its person does changes nothing.
    stand.stack.sandbox.openDeepLink(731);
    await waitFor(() => stand.stack.received(731).length === 1);
    stand.stack.sandbox.personWrites(731, WORD);
    const reply = await waitFor(() =>
      stand.events.recipients.find(({ event, chat_id }) => event === "replied" && chat_id === 731),
    );
    expect(reply.user_id ?? null, "the app's user 731 is somebody else").toBeNull();
    expect(stand.stack.received(731)).toEqual([
      "Hello! This chat is not connected to an account yet. Open the link that the app gives you.",
    ]);
    const token = await link(731);
    expect(await open(732, token)).toContain(LINKED);
    await waitFor(() => stand.arrived(732, WORD).length === 3);
    expect(stand.arrived(732, WORD)).toEqual(numbered(WORD, 3));
    expect(stand.arrived(731, WORD)).toEqual([]);
  });

  it("stands in no log and nowhere in Redis, nor does a text stand in a log", async () => {
    expect(tokens.length).toBeGreaterThan(8);
    for (const service of stand.stack.services) {
      const text = service.output();
      expect(text.length, service.name).toBeGreaterThan(0);
      for (const secret of [...tokens, WORD, stand.stack.sandbox.token.split(":")[1] ?? ""])
        expect(text.includes(secret), `${service.name} logged a secret`).toBe(false);
    }
    const metrics = await (await fetch(`${stand.stack.webUrl}/metrics`)).text();
    const kept = filesUnder(stand.stack.redis.dir).map((file) => readFileSync(file, "latin1"));
    expect(kept.some((text) => text.includes(WORD))).toBe(true);
    for (const token of tokens)
      for (const text of [metrics, ...kept]) expect(text.includes(token)).toBe(false);
  });
});

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
