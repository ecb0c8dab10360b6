import { waitFor } from "@bellwire/testkit";
import { expect, it } from "vitest";
import { postJson } from "../../src/stack.ts";
import { describeConsole, useConsole } from "./console-stand.ts";

/** So soon the page has to say that something is away. */
const SAID_MS = 5_000;

/** How many points of the first chart are drawn. */
const COUNT_INK = `(() => {
  const canvas = document.querySelector("canvas");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return data.filter((value, at) => at % 4 === 3 && value > 0).length;
})()`;

describeConsole("the page tells how everything is", () => {
  // With its append-only file, so that nothing is wrong unless a test makes it so.
  const stand = useConsole({ redis: { aof: true } });

  const region = (name: string) => stand.page.getByRole("region", { name, exact: true });
  /** The figure beside a term of a card. */
  const figure = (card: string, term: string) =>
    region(card).locator("dl > div").filter({ hasText: term }).locator("dd").first();
  const shows = (card: string, term: string, value: string) =>
    figure(card, term)
      .filter({ hasText: new RegExp(`^${value}$`) })
      .waitFor();

  async function restartBot(): Promise<void> {
    await stand.stack.startBot(0);
    await stand.stack.ready();
  }

  it("says that nothing is wrong, or what: a channel's name that looks like a typo", async () => {
    await stand.open("findings");
    await stand.page.getByText("Nothing is wrong.").waitFor();
    await postJson(`${stand.stack.webUrl}/channels/order:new`, { order: 1 });
    await stand.page.getByText("Was orders:new meant?", { exact: false }).waitFor();
  });

  const status = () => stand.page.getByRole("banner").getByRole("status");
  const panel = () => stand.page.getByRole("region", { name: "Subscriber orders-listener" });
  const said = (words: string) => stand.page.getByText(words, { exact: false }).first();

  /** Opens the page, until it is live, and leaves a mark in it that a reload would take away. */
  async function openForLong(): Promise<void> {
    await stand.open("live");
    await status().getByText("All is well").waitFor();
    await panel().getByText("subscribed").waitFor();
    await stand.page.evaluate("globalThis.neverReloaded = true");
  }

  async function isLiveAgain(text: string): Promise<void> {
    await status().getByText("All is well").waitFor();
    await panel().getByText("subscribed").waitFor();
    await stand.redis.publish("orders:new", text);
    await panel().getByText(text).waitFor();
    expect(await stand.page.evaluate("globalThis.neverReloaded")).toBe(true);
  }

  it("outlives the end of web without a reload", async () => {
    await openForLong();
    await isLiveAgain("before web was away");
    stand.stack.web.kill("SIGKILL");
    await said("Web does not answer").waitFor({ timeout: SAID_MS });
    await said("This page stays up and goes on by itself when web is back.").waitFor();
    await panel().waitFor();
    await stand.stack.web.exited;
    await stand.stack.startWeb();
    await isLiveAgain("after web was away");
    expect(await panel().getByText("before web was away").count()).toBe(0);
  });

  it("outlives the end of Redis without a reload", async () => {
    await openForLong();
    await stand.stack.redis.kill();
    await stand.page.getByRole("alert").getByText("Redis", { exact: false }).waitFor({ timeout: SAID_MS });
    await panel().getByText("reconnecting").waitFor();
    await stand.stack.redis.restart();
    await isLiveAgain("after Redis was away");
    await stand.page.getByRole("link", { name: /^Publish$/ }).click();
    await stand.page.getByLabel("User id").fill("31");
    await stand.page.getByRole("button", { name: "Publish" }).click();
    await stand.page.getByText("Now: sent").waitFor();
  });

  it("says that no bot is there, with what mends it, until one is back", async () => {
    await openForLong();
    const [bot] = stand.stack.bots;
    bot?.kill("SIGKILL");
    await status().getByText("All is well").waitFor({ state: "detached", timeout: SAID_MS });
    await stand.page.getByRole("link", { name: /^Findings/ }).click();
    const wrong = region("What is wrong").getByRole("listitem").filter({ hasText: "no_bot" });
    await wrong.getByText("No bot listens on the channel", { exact: false }).waitFor();
    await wrong.getByText("Start one, with the same REDIS_URL", { exact: false }).waitFor();
    await wrong.getByText("node apps/bot/dist/main.js").waitFor();
    await stand.page.getByRole("link", { name: /^Findings \d found$/ }).waitFor();
    await waitFor(async () => /^\(\d\) Findings · Bellwire$/.test(await stand.page.title()));
    await bot?.exited;
    await restartBot();
    await wrong.waitFor({ state: "detached" });
    expect(await stand.page.evaluate("globalThis.neverReloaded")).toBe(true);
  });

  it("shows what waits at each door while no bot takes it in, and that it is gone when one does", async () => {
    await stand.open("doors");
    await shows("Who takes in", "Bot", String(await stand.redis.get("notification:intake:lease")));
    await stand.stack.bots[0]?.stop();
    for (const message of ["one", "two", "three"])
      await stand.redis.lpush("notification:queue", JSON.stringify({ user_id: 91, message }));
    for (const message of ["four", "five"])
      await stand.redis.xadd("notification:stream", "*", "payload", JSON.stringify({ user_id: 91, message }));
    await shows("Queue", "Waiting in the list", String(await stand.redis.llen("notification:queue")));
    await shows("Stream", "Entries kept", String(await stand.redis.xlen("notification:stream")));
    await shows("Stream", "Lag", "2");
    await shows("Channel", "Bots that listen", "0");
    await shows("Who takes in", "Bot", "nobody");
    await restartBot();
    await waitFor(() => stand.stack.received(91).length === 5);
    await shows("Queue", "Waiting in the list", "0");
    await shows("Stream", "Lag", "0");
    await shows("Channel", "Bots that listen", "1");
    const [group] = (await stand.redis.xinfo("GROUPS", "notification:stream")) as string[][];
    const [consumer] = (await stand.redis.xinfo(
      "CONSUMERS",
      "notification:stream",
      String(group?.[1]),
    )) as string[][];
    await region("Stream")
      .getByRole("rowheader", { name: String(consumer?.[1]) })
      .waitFor();
    await shows("Who takes in", "Bot", String(await stand.redis.get("notification:intake:lease")));
  });

  it("draws charts, and has the same in tables", async () => {
    const before = ((await stand.read("/stats")) as { states: Record<string, number> }).states.sent ?? 0;
    await stand.open("numbers");
    await stand.page.locator("canvas").nth(4).waitFor();
    const sent = stand.page.locator("dl > div").filter({ hasText: "Sent, ever" }).locator("dd");
    await sent.filter({ hasText: new RegExp(`^${before}$`) }).waitFor();
    const items = Array.from({ length: 100 }, (_, at) => ({ user_id: 1000 + at, message: `number ${at}` }));
    expect((await postJson(`${stand.stack.webUrl}/notifications/batch`, items)).status).toBe(202);
    await sent.filter({ hasText: new RegExp(`^${before + 100}$`) }).waitFor();
    const most = region("Messages a second").getByRole("row", { name: /^Sent/ }).getByRole("cell").last();
    await waitFor(async () => Number(await most.textContent()) > 0);
    await region("Messages a second").getByText("By the minute").click();
    await region("Messages a second")
      .getByRole("table", { name: /mean of each minute/ })
      .waitFor();
    expect(await stand.page.evaluate(COUNT_INK)).toBeGreaterThan(0);
  });
});
