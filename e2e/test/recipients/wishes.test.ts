import { waitFor } from "@bellwire/testkit";
import { describe, expect, it } from "vitest";
import { useRecipients } from "./recipients-stand.ts";

const stand = useRecipients();

async function publish(userId: string, message: string, options: object = {}): Promise<string | undefined> {
  return (await stand.publish(userId, [message], options))[0];
}

/** Says something, and answers the bot's next words. */
async function say(chatId: number, text: string): Promise<string> {
  const before = stand.stack.received(chatId).length;
  stand.stack.sandbox.personWrites(chatId, text);
  return await waitFor(() => stand.stack.received(chatId)[before], { what: `an answer to ${text}` });
}

/** What came of the app, without the bot's own words. */
const arrived = (chatId: number) => stand.arrived(chatId, "app:");

/** A normal one waits and an urgent one passes it, which shows that the first was not only late. */
async function onlyUrgentComes(userId: string, chatId: number): Promise<void> {
  await publish(userId, "app: normal");
  await publish(userId, "app: urgent", { priority: "urgent" });
  await waitFor(() => arrived(chatId).length > 0);
  const { chats } = await stand.people.until(
    userId,
    "one to wait",
    ({ chats: [chat] }) => chat?.waiting === 1,
  );
  expect(chats[0]).toMatchObject({ state: "reachable", parked: 0 });
  expect(arrived(chatId)).toEqual(["app: urgent"]);
}

async function theOtherFollows(chatId: number): Promise<void> {
  await waitFor(() => arrived(chatId).length === 2);
  expect(arrived(chatId)).toEqual(["app: urgent", "app: normal"]);
}

/** Hours of a zone far from this machine's that hold the present moment. */
function hoursAround(zone: string): { from: string; to: string } {
  const at = (ms: number) =>
    new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" }).format(ms);
  return { from: at(Date.now() - 3_600_000), to: at(Date.now() + 3_600_000) };
}

describe("a person may say", () => {
  it("/stop: nothing comes, not even after a message, until /start", async () => {
    await stand.people.linkTo("ann", 801);
    await say(801, "/stop");
    await publish("ann", "app: 1");
    await publish("ann", "app: 2", { priority: "urgent" });
    await stand.people.until("ann", "two to be parked", ({ chats }) => chats[0]?.parked === 2);
    expect(await stand.people.get("ann")).toMatchObject({
      state: "unreachable",
      chats: [{ state: "stopped" }],
    });
    expect(await say(801, "/status")).toContain("/start brings them back");
    expect(arrived(801)).toEqual([]);
    stand.stack.sandbox.openDeepLink(801);
    await waitFor(() => arrived(801).length === 2);
    await waitFor(() =>
      stand.stack.received(801).some((text) => text.includes("2 notifications have waited")),
    );
    expect(await stand.people.get("ann")).toMatchObject({ state: "linked" });
  });

  it("/mute: only urgent ones come, the others after /unmute", async () => {
    await stand.people.linkTo("ben", 802);
    expect(await say(802, "/mute 2h")).toContain("For 2 h only urgent");
    await onlyUrgentComes("ben", 802);
    const mutedUntil = Date.parse((await stand.people.get("ben"))?.chats[0]?.muted_until ?? "");
    expect(Math.abs(mutedUntil - Date.now() - 7_200_000)).toBeLessThan(60_000);
    await say(802, "/unmute");
    await theOtherFollows(802);
  });

  it("/mute for a moment: what waits comes by itself when it is over", async () => {
    await stand.people.linkTo("bert", 803);
    const overMs = Date.now() + 2000;
    const muted_until = new Date(overMs).toISOString();
    expect((await stand.people.change("PUT", "bert", "/preferences", { muted_until })).status).toBe(200);
    await publish("bert", "app: normal");
    await waitFor(() => arrived(803).length === 1);
    const { date_ms = 0 } = stand.stack.sandbox.chat(803).messages.at(-1) ?? {};
    expect(date_ms).toBeGreaterThanOrEqual(overMs);
  });

  it("/quiet: only urgent ones come in these hours of the zone", async () => {
    await stand.people.linkTo("carol", 804);
    const { from, to } = hoursAround("Asia/Tokyo");
    expect(await say(804, `/quiet ${from}-${to} asia/tokyo`)).toContain(`${from}`);
    expect((await stand.people.get("carol"))?.chats[0]?.quiet_hours).toEqual({
      from,
      to,
      time_zone: "Asia/Tokyo",
    });
    await onlyUrgentComes("carol", 804);
    await say(804, "/quiet off");
    await theOtherFollows(804);
    expect((await stand.people.get("carol"))?.chats[0]?.quiet_hours).toBeNull();
  });

  it("by a button that a category is not wanted, and that it is again", async () => {
    await stand.people.linkTo("dora", 805);
    await publish("dora", "app: first offer", { category: "offers" });
    await waitFor(() => arrived(805).length === 1);
    await say(805, "/status");
    const shown = () =>
      stand.stack.sandbox.chat(805).messages.findLast(({ buttons }) => buttons !== undefined);
    const button = () =>
      shown()
        ?.buttons?.flat()
        .find(({ text }) => text.endsWith("offers"));
    const press = async () => {
      const before = button()?.text;
      const tap = stand.stack.sandbox.tap(805, shown()?.message_id ?? 0, button()?.callback_data ?? "");
      await waitFor(() => tap.answer);
      await waitFor(() => button()?.text !== before);
      return tap.answer?.text;
    };
    expect(await press()).toBe("offers: off");
    const id = await publish("dora", "app: unwanted offer", { category: "offers" });
    const record = await waitFor(async () => {
      const answer = await fetch(`${stand.stack.webUrl}/notifications/${id}?wait=10`);
      const read = (await answer.json()) as { state: string; reason?: string };
      return read.state === "cancelled" ? read : undefined;
    });
    expect(record.reason).toBe("opted_out");
    expect((await stand.people.get("dora"))?.chats[0]?.categories_off).toEqual(["offers"]);
    await publish("dora", "app: something else");
    expect(await press()).toBe("offers: on");
    await publish("dora", "app: wanted offer", { category: "offers" });
    await waitFor(() => arrived(805).length === 3);
    expect(arrived(805)).toEqual(["app: first offer", "app: something else", "app: wanted offer"]);
  });

  it("all of it in German, where the phone is set to it", async () => {
    stand.stack.sandbox.setLanguage(806, "de-AT");
    expect(await say(806, "/help")).toContain("Ich bringe dir Benachrichtigungen");
    await stand.people.linkTo("emil", 806);
    expect((await stand.people.get("emil"))?.chats[0]?.language).toBe("de-AT");
  });

  it("anything else: the app hears it on GET /events, once for each recipient of the chat", async () => {
    await stand.people.linkTo("fred", 807);
    await stand.people.linkTo(42, 807);
    const { message_id } = stand.stack.sandbox.personWrites(807, "When does it come? Ünïcödé 🚚");
    const replies = () =>
      stand.events.recipients.filter(({ event, chat_id }) => event === "replied" && chat_id === 807);
    await waitFor(() => replies().length === 2);
    await say(807, "/help");
    const reply = { event: "replied", chat_id: 807, text: "When does it come? Ünïcödé 🚚", message_id };
    expect(replies()).toEqual([
      { ...reply, user_id: "fred", at: expect.any(String) },
      { ...reply, user_id: 42, at: expect.any(String) },
    ]);
  });

  it("nothing that the app does not hear of: each change is told", async () => {
    await stand.people.linkTo("gina", 808);
    await say(808, "/mute 1h");
    await say(808, "/stop");
    stand.stack.sandbox.openDeepLink(808);
    await waitFor(() => stand.stack.received(808).some((text) => text.startsWith("Hello!")));
    await stand.people.change("DELETE", "gina", "/chats/808");
    const told = () =>
      stand.events.recipients.filter(({ user_id }) => user_id === "gina").map(({ event }) => event);
    await waitFor(() => told().includes("unlinked"));
    expect(told()).toEqual(["linked", "preferences", "suspended", "returned", "unlinked"]);
  });
});
