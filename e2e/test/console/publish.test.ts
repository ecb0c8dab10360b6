import { waitFor } from "@bellwire/testkit";
import { expect, it } from "vitest";
import { describeConsole, useConsole } from "./console-stand.ts";

describeConsole("the view Publish", () => {
  const stand = useConsole({}, { permissions: ["clipboard-read", "clipboard-write"] });

  const choose = (group: string, option: string) =>
    stand.page.getByRole("group", { name: group }).getByText(option, { exact: true }).click();
  const bubbles = (text: string) => stand.page.getByRole("log").getByText(text, { exact: true });
  const form = () => stand.page.getByRole("region", { name: "Publish", exact: true });

  /** Until the person's phone is there: what is pressed before is pressed on another one's. */
  async function fill(userId: number, message: string): Promise<void> {
    // The page puts an example there as soon as it knows that nobody real would get it.
    await waitFor(async () => (await stand.page.getByLabel("User id").inputValue()) !== "");
    await stand.page.getByLabel("User id").fill(String(userId));
    await stand.page.getByRole("heading", { name: `Phone of user ${userId}` }).waitFor();
    await stand.page.getByRole("textbox", { name: "Message", exact: true }).first().fill(message);
  }

  async function publish(userId: number, message: string): Promise<void> {
    await fill(userId, message);
    await form().getByRole("button", { name: "Publish" }).click();
  }

  it("publishes five copies by the queue, urgently, and leads to what became of them", async () => {
    await stand.open("publish");
    await choose("Door", "Queue");
    await choose("Priority", "Urgent");
    await stand.page.getByLabel("Copies").fill("5");
    await publish(61, "five times");
    await stand.page.getByText("5 copies accepted for user 61").waitFor();
    await stand.page.getByText("Published through the queue door", { exact: false }).waitFor();
    await bubbles("five times").nth(4).waitFor();
    expect(stand.stack.received(61)).toEqual(Array.from({ length: 5 }, () => "five times"));
    await form().getByText("Now: sent").waitFor();
    await stand.page.getByRole("link", { name: "What became of it" }).click();
    const facts = stand.page.getByRole("region", { name: "Facts" });
    await facts.getByText("urgent").waitFor();
    await facts.getByText("queue").waitFor();
  });

  it("sends at the time that was chosen, not before", async () => {
    await stand.open("publish");
    const dueMs = Math.ceil(Date.now() / 1000 + 3) * 1000;
    await stand.page.getByLabel("Send at").fill(localTime(dueMs));
    await publish(62, "on time");
    await form().getByText("Now: scheduled").waitFor();
    await bubbles("on time").waitFor();
    expect(stand.stack.sandbox.chat(62).messages[0]?.date_ms).toBeGreaterThanOrEqual(dueMs);
  });

  it("offers the same for a shell, with every option", async () => {
    await stand.open("publish");
    await choose("Door", "Stream");
    await choose("Priority", "Bulk");
    await fill(63, "it's the same");
    await stand.page.getByRole("button", { name: "Copy the curl form" }).click();
    await stand.page.getByText("Copied").waitFor();
    const command = String(await stand.page.evaluate("navigator.clipboard.readText()"));
    expect(command).toContain(`curl ${stand.stack.webUrl}/notifications`);
    for (const part of ['"user_id":63', '"via":"stream"', '"priority":"bulk"'])
      expect(command).toContain(part);
    await choose("Copy as", "redis-cli");
    await stand.page.getByText("XADD", { exact: false }).waitFor();
  });

  it("says which field is wrong, and publishes nothing", async () => {
    await stand.open("publish");
    await stand.page.getByLabel("Copies").fill("21");
    await publish(64, " ");
    await form().getByText("From 1 to 20.").waitFor();
    await form().getByText("There is nothing to send yet.", { exact: false }).waitFor();
    expect(stand.stack.sandbox.chats().some(({ chat_id }) => chat_id === 64)).toBe(false);
  });

  it("lets a person write, block the bot and come back: what waited for them arrives then", async () => {
    await stand.open("publish");
    await fill(65, "while blocked");
    await stand.page.getByLabel("Write to the bot as this person").fill("/help");
    await stand.page.getByRole("button", { name: "Send" }).click();
    await bubbles("/help").waitFor();
    await waitFor(() => stand.stack.received(65).length === 1);
    await stand.page.getByRole("button", { name: "Block" }).click();
    await stand.page.getByText("blocked by this person").waitFor();
    await publish(65, "while blocked");
    await form().getByText("Now: parked").waitFor();
    await stand.page.getByRole("button", { name: "Start again" }).click();
    await bubbles("while blocked").waitFor();
    await form().getByText("Now: sent").waitFor();
  });

  it.each([
    { kind: "429", words: "429 for 1 s, chat 66" },
    { kind: "5xx", words: "5xx, chat 67" },
  ])("lets Telegram answer $kind, and the message arrives all the same", async ({ kind, words }) => {
    const chat = kind === "429" ? 66 : 67;
    await stand.open("publish");
    await fill(chat, `after a ${kind}`);
    await stand.page.getByText("Telegram's bad days").click();
    await choose("What the bot meets", kind);
    if (kind === "429") await stand.page.getByLabel("Seconds").fill("1");
    await stand.page.getByRole("button", { name: "Set the fault" }).click();
    await stand.page.getByRole("list", { name: "Faults that are set" }).getByText(words).waitFor();
    await publish(chat, `after a ${kind}`);
    await form().getByText("Now: retrying").waitFor();
    await bubbles(`after a ${kind}`).waitFor();
    await stand.page.getByText("no fault set").waitFor();
    expect(stand.stack.received(chat)).toEqual([`after a ${kind}`]);
  });
});

/** As a `datetime-local` field takes it; browser and test share one clock and one zone. */
function localTime(ms: number): string {
  const date = new Date(ms);
  return new Date(ms - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}
