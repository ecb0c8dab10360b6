import { waitFor } from "@bellwire/testkit";
import { expect, it } from "vitest";
import { type People, peopleOf } from "../../src/people.ts";
import { describeConsole, useConsole } from "./console-stand.ts";

describeConsole("the view Recipients", () => {
  const stand = useConsole({ bots: 2 });
  const people = (): People => peopleOf(stand.stack);

  const button = (name: string | RegExp) => stand.page.getByRole("button", { name, exact: true });
  const dialog = (verb: string) =>
    stand.page.getByRole("dialog").getByRole("button", { name: verb, exact: true });
  const bubble = (text: string) => stand.page.getByRole("log").getByText(text, { exact: true });
  const row = (text: string) => stand.page.getByRole("row").filter({ hasText: text });
  const card = (name: string) => stand.page.getByRole("region", { name, exact: true });
  const linked = "Connected: your notifications arrive here from now on.";

  /** What came from the app, without the bot's own words. */
  const arrived = (chat: number) => stand.stack.received(chat).filter((text) => text.startsWith("parcel "));

  /** Presses what makes a link, and opens it in a chat of the sandbox. */
  async function linkAs(chat: number): Promise<void> {
    const qr = stand.page.getByAltText("The link as a QR code, to scan with a phone");
    const shown = async () => ((await qr.count()) > 0 ? await qr.getAttribute("src") : null);
    const before = await shown();
    await button(/^Create (a link|another)$/).click();
    // The link before, with what was typed beside it, stands there until the new one is made.
    await waitFor(async () => (await shown()) !== before);
    await stand.page.getByLabel("in chat").fill(String(chat));
    await button(chat < 0 ? "Open as the group" : "Open as the person").click();
    await stand.page.getByRole("log").getByText(linked, { exact: false }).waitFor();
    await stand.page.getByText("A chat was linked.", { exact: false }).waitFor();
  }

  it("is where a person is linked, blocks, is seen parked, and has all that waited after coming back", async () => {
    const numbers = [1, 2, 3, 4, 5].map((number) => `parcel ${number}`);
    await stand.open("recipients?id=shop-7");
    await stand.page.getByText("Nobody was named so yet.", { exact: false }).waitFor();
    await button("Create a link").click();
    await stand.page.getByAltText("The link as a QR code", { exact: false }).waitFor();
    const drawn = "document.querySelector('img[src^=\"data:image/svg\"]').naturalWidth > 0";
    await waitFor(() => stand.page.evaluate<boolean>(drawn), { what: "the QR code to be drawn" });
    await stand.page.getByText("https://t.me/bellwire_sandbox_bot?start=", { exact: false }).waitFor();
    await stand.page.getByLabel("in chat").fill("901");
    await button("Open as the person").click();
    await stand.page.getByRole("heading", { name: "Phone of chat 901" }).waitFor();
    await bubble(linked).waitFor();
    await card("shop-7").getByText("Messages go to every linked chat.").waitFor();

    await stand.post({ user_id: "shop-7", message: numbers[0] });
    await bubble("parcel 1").waitFor();
    await button("Block").click();
    await card("shop-7").getByText("unreachable", { exact: true }).waitFor();
    for (const message of numbers.slice(1)) await stand.post({ user_id: "shop-7", message });
    await card("Chat").getByText("0 waiting, 4 parked").waitFor();
    expect(arrived(901)).toEqual(["parcel 1"]);
    await button("Start again").click();
    await bubble("parcel 5").waitFor();
    await card("shop-7").getByText("linked", { exact: true }).waitFor();
    await card("Chat").getByText("4 parked", { exact: false }).waitFor({ state: "detached" });
    expect(arrived(901)).toEqual(numbers);
    for (const text of numbers) expect(await bubble(text).count()).toBe(1);
    const heard = card("Heard").getByRole("listitem");
    for (const words of ["came back", "cannot be reached any more", "opened a link"])
      await heard.filter({ hasText: words }).waitFor();
  });

  it("suspends and resumes, and unlinks when that is confirmed", async () => {
    await stand.open("recipients?id=shop-8");
    await linkAs(902);
    await button("Suspend…").click();
    await dialog("Suspend").click();
    await card("shop-8").getByText("suspended", { exact: true }).waitFor();
    await stand.post({ user_id: "shop-8", message: "parcel 1" });
    await card("Chat").getByText("1 parked", { exact: false }).waitFor();
    expect(arrived(902)).toEqual([]);
    await button("Resume").click();
    await bubble("parcel 1").waitFor();
    await button("Unlink chat 902").click();
    await dialog("Unlink").click();
    await card("Chat").waitFor({ state: "detached" });
    await card("shop-8").getByText("pending", { exact: true }).waitFor();
    expect((await people().get("shop-8"))?.chats).toEqual([]);
    await stand.post({ user_id: "shop-8", message: "parcel 2" });
    await card("shop-8").getByText("1 parked until a chat is linked.").waitFor();
    await linkAs(903);
    await bubble("parcel 2").waitFor();
    expect(arrived(902)).toEqual(["parcel 1"]);
    expect(arrived(903)).toEqual(["parcel 2"]);
  });

  it("sets what a person wants, for all chats at once", async () => {
    await people().linkTo("shop-9", 904, 905);
    await stand.open("recipients?id=shop-9");
    await card("2 chats").getByText("904", { exact: true }).waitFor();
    const wishes = card("Wishes");
    await wishes.getByLabel("Muted").selectOption("for 8 hours");
    await wishes.getByLabel("Quiet hours").check();
    await wishes.getByLabel("Quiet from").fill("21:30");
    await wishes.getByLabel("Quiet to").fill("06:15");
    await wishes.getByLabel("Time zone").fill("Asia/Tokyo");
    await wishes.getByLabel("Categories not wanted").fill("news, offers");
    await button("Save").click();
    await button("Save").waitFor({ state: "detached" });
    await card("2 chats").getByText("without news, offers", { exact: false }).nth(1).waitFor();
    const wanted = {
      quiet_hours: { from: "21:30", to: "06:15", time_zone: "Asia/Tokyo" },
      categories_off: ["news", "offers"],
      muted_until: expect.any(String),
    };
    expect((await people().get("shop-9"))?.chats).toMatchObject([wanted, wanted]);
    await wishes.getByLabel("Quiet hours").uncheck();
    await wishes.getByLabel("Muted").selectOption("no more");
    await wishes.getByLabel("Categories not wanted").fill("offers");
    await button("Save").click();
    await button("Save").waitFor({ state: "detached" });
    const less = { quiet_hours: null, categories_off: ["offers"], muted_until: null };
    expect((await people().get("shop-9"))?.chats).toMatchObject([less, less]);
  });

  it("lists everybody, finds them by the beginning of the id or by a chat, and hears of news", async () => {
    for (const [index, id] of ["list:a", "list:b", "other"].entries()) await people().linkTo(id, 910 + index);
    await stand.open("recipients");
    await row("list:a").waitFor();
    await stand.page.getByRole("searchbox", { name: "Search recipients" }).fill("list:");
    await row("other").waitFor({ state: "detached" });
    await row("list:b").getByText("linked", { exact: true }).waitFor();
    stand.stack.sandbox.block(911);
    await row("list:b").getByText("unreachable", { exact: true }).waitFor();
    await stand.page.reload();
    await row("list:b").waitFor();
    expect(await row("other").count()).toBe(0);
    await stand.page.getByRole("searchbox", { name: "Search recipients" }).fill("912");
    await row("other").getByRole("link").click();
    await card("other").waitFor();
    await waitFor(() => stand.page.url().includes("id=other"));
  });

  it("hears what a person writes", async () => {
    await people().linkTo("shop-10", 906);
    await stand.open("recipients?id=shop-10");
    await stand.page.getByRole("heading", { name: "Phone of chat 906" }).waitFor();
    await stand.page.getByLabel("Write to the bot as this person").fill("Where is it?");
    await button("Send").click();
    await card("Heard").getByRole("listitem").filter({ hasText: "Where is it?" }).waitFor();
    expect(await card("Heard").getByRole("listitem").count()).toBe(1);
  });
});
