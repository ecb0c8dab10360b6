import { waitFor } from "@bellwire/testkit";
import { beforeAll, expect, it } from "vitest";
import { describeConsole, useConsole } from "./console-stand.ts";

/** Chats of which every send ends in a certain way: refused, and written though the answer is lost. */
const REFUSED = 71;
const IN_DOUBT = 72;

describeConsole("the view Messages", () => {
  // One attempt only: what fails is a dead letter at once.
  const stand = useConsole({ env: { MAX_ATTEMPTS: "1" } });
  beforeAll(() => {
    const { sandbox } = stand.stack;
    sandbox.addFault({ kind: "5xx_json", chat_id: REFUSED });
    sandbox.addFault({ kind: "reset_after", chat_id: IN_DOUBT });
  });

  const button = (name: string | RegExp) => stand.page.getByRole("button", { name, exact: true });
  const row = (text: string) => stand.page.getByRole("row").filter({ hasText: text });
  const link = (text: string) => stand.page.getByRole("link", { name: text, exact: true });
  const pane = () => stand.page.getByRole("region", { name: "Message", exact: true });
  const dialog = (verb: string) =>
    stand.page.getByRole("dialog").getByRole("button", { name: verb, exact: true });

  /** Publishes, and waits until it has come to `state`. */
  async function have(state: string, notification: object): Promise<string> {
    const id = await stand.post(notification);
    await waitFor(async () => (await stand.read(`/notifications/${id}`)).state === state);
    return id;
  }

  it("filters by state and searches, and the address keeps both", async () => {
    await have("sent", { user_id: 81, message: "apples arrived" });
    await have("sent", { user_id: 82, message: "pears arrived" });
    await have("failed", { user_id: REFUSED, message: "apples never" });
    await stand.open("messages");
    await row("pears arrived").waitFor();
    await stand.page.getByRole("searchbox").fill("apples");
    await row("pears arrived").waitFor({ state: "detached" });
    await button(/^failed/).click();
    await row("apples arrived").waitFor({ state: "detached" });
    await row("apples never").getByText("Telegram had a fault of its own").waitFor();
    await stand.page.reload();
    await row("apples never").waitFor();
    expect(await stand.page.getByRole("row").count()).toBe(2);
    await button("All").click();
    await stand.page.getByRole("searchbox").fill("82");
    await button("Only to user 82").click();
    await row("pears arrived").waitFor();
    await row("apples arrived").waitFor({ state: "detached" });
  });

  it("shows what comes without being asked, and what is older when it is", async () => {
    await stand.open("messages");
    await stand.page.getByRole("table", { name: "Messages" }).waitFor();
    for (let at = 1; at <= 60; at += 1) await stand.post({ user_id: 83, message: `many ${at}` });
    await row("many 60").first().waitFor();
    await button(/^sent /)
      .filter({ hasText: String(await sentEver()) })
      .waitFor();
    await stand.open("messages?user_id=83");
    await stand.page.reload();
    await link("many 60").waitFor();
    expect(await link("many 1").count()).toBe(0);
    await button("Older").click();
    await link("many 1").waitFor();
  });

  async function sentEver(): Promise<unknown> {
    const { states } = await waitFor(async () => {
      const stats = (await stand.read("/stats")) as { states: Record<string, number> };
      return stats.states.queued === 0 && stats.states.sending === 0 ? stats : undefined;
    });
    return states.sent;
  }

  it("opens one with its history, and the link to it works by itself", async () => {
    const id = await have("failed", { user_id: REFUSED, message: "one attempt", via: "stream" });
    await stand.open("messages");
    await link("one attempt").click();
    await pane().getByText("Given up: a dead letter.").waitFor();
    await stand.page.reload();
    await pane().getByText("Given up: a dead letter.").waitFor();
    expect(stand.page.url()).toBe(`${stand.stack.webUrl}/#/messages?id=${id}`);
    const history = pane().getByRole("region", { name: "History" }).getByRole("listitem");
    await history.filter({ hasText: "Came in by the stream door" }).waitFor();
    await history.filter({ hasText: "attempt 1" }).filter({ hasText: "took" }).waitFor();
    await history.filter({ hasText: "Because Telegram had a fault of its own." }).last().waitFor();
    await button("Close").click();
    await pane().waitFor({ state: "detached" });
  });

  it("stops a scheduled one when that is confirmed", async () => {
    const sendAt = new Date(Date.now() + 3_600_000).toISOString();
    const id = await have("scheduled", { user_id: 84, message: "never sent", send_at: sendAt });
    await stand.open(`messages?id=${id}`);
    await button("Stop it…").click();
    await dialog("Cancel").click();
    expect(await stand.read(`/notifications/${id}`)).toMatchObject({ state: "scheduled" });
    await button("Stop it…").click();
    await dialog("Stop it").click();
    await pane().getByText("Somebody cancelled it.").waitFor();
    expect(await stand.read(`/notifications/${id}`)).toMatchObject({ state: "cancelled" });
  });

  it("lets a person decide about one in doubt: it arrived, or it goes out again", async () => {
    const held = { user_id: IN_DOUBT, on_unknown: "hold" };
    const arrived = await have("held", { ...held, message: "it arrived" });
    await stand.open(`messages?id=${arrived}`);
    await button("It arrived…").click();
    await dialog("It arrived").click();
    await pane().getByText("Called sent by hand").waitFor();
    expect(stand.stack.received(IN_DOUBT)).toEqual(["it arrived"]);
    const again = await have("held", { ...held, message: "sent twice" });
    await stand.open(`messages?id=${again}`);
    await button("Send again…").click();
    await dialog("Send again").click();
    await waitFor(() => stand.stack.received(IN_DOUBT).length === 3);
    expect(stand.stack.received(IN_DOUBT)).toEqual(["it arrived", "sent twice", "sent twice"]);
  });

  const deadLetters = async () => (await stand.read("/dead-letters")).items as { id: string }[];

  it("sends dead letters again, one or all, or discards them", async () => {
    for (const { id } of await deadLetters())
      await fetch(`${stand.stack.webUrl}/dead-letters/${id}`, {
        method: "DELETE",
        headers: { "x-bellwire": "test" },
      });
    stand.stack.sandbox.addFault({ kind: "5xx_json", chat_id: 85, count: 4 });
    for (const text of ["to send", "to discard", "one of all", "two of all"])
      await have("failed", { user_id: 85, message: text });
    await stand.open("messages");
    await link("Dead letters 4").click();
    await row("to send").getByRole("button", { name: "Send again" }).click();
    await row("to send").getByText("failed").waitFor({ state: "detached" });
    await row("to discard").getByRole("button", { name: "Discard" }).click();
    await dialog("Discard").click();
    await row("to discard").waitFor({ state: "detached" });
    await button("Send again…").click();
    await dialog("Send all again").click();
    await stand.page.getByText("2 are sent again.").waitFor();
    await row("one of all").getByText("failed").waitFor({ state: "detached" });
    await link("Dead letters 0").waitFor();
    await waitFor(() => stand.stack.received(85).length === 3);
    expect(new Set(stand.stack.received(85))).toEqual(new Set(["to send", "one of all", "two of all"]));
  });

  const put = (reason: string) => stand.page.locator("summary").filter({ hasText: reason });

  it("shows what was malformed with its reason and bytes, and publishes what a person made of it", async () => {
    await stand.open("messages?tab=quarantine");
    await stand.page.getByText("Nothing in quarantine.").waitFor();
    await stand.redis.publish("notification", '{"user_id": true, "message": "put right"}');
    await stand.redis.lpush("notification:queue", Buffer.from([0xff, 0x00, 0x41]));
    await put("Not UTF-8").click();
    await stand.page.getByText("ff 00 41", { exact: false }).waitFor();
    await put("Not a notification").click();
    await stand.page.getByText('{"user_id": true, "message": "put right"}').waitFor();
    await stand.page.getByText("Bytes", { exact: true }).click();
    await stand.page.getByText("7b 22 75 73", { exact: false }).waitFor();
    await button("Edit and publish…").last().click();
    await button("Publish").click();
    await stand.page.getByText("invalid_notification", { exact: true }).waitFor();
    await stand.page.getByLabel("Publish it as").fill('{"user_id": 42, "message": "put right"}');
    await button("Publish").click();
    await link("See what becomes of it").click();
    await pane().getByText("Telegram took every part.").waitFor();
    expect(stand.stack.received(42)).toEqual(["put right"]);
  });
});
