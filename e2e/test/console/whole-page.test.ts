import { waitFor } from "@bellwire/testkit";
import { beforeAll, describe, expect, it } from "vitest";
import { accessibilityFaults, type Rules } from "../../src/accessibility.ts";
import { peopleOf } from "../../src/people.ts";
import { describeConsole, useConsole } from "./console-stand.ts";

const FAILED_ID = "one-that-failed";

/** Each view with something in it, and what has to be there before it is looked at. */
const VIEWS = [
  { view: "publish", shown: "Phone of user 42" },
  { view: "live", shown: "0 received" },
  { view: "messages", shown: "fine" },
  { view: `messages?tab=dead&id=${FAILED_ID}`, shown: "Given up: a dead letter." },
  { view: "messages?tab=quarantine", shown: "Not a notification" },
  { view: "recipients", shown: "shop-7" },
  { view: "recipients?id=shop-7", shown: "Messages go to every linked chat." },
  { view: "webhooks", shown: "WEBHOOK_SECRET" },
  { view: "doors", shown: "Its right ends" },
  { view: "numbers", shown: "Half within" },
  { view: "findings", shown: "Redis keeps no append-only file" },
];

describeConsole("the page as a whole", () => {
  const stand = useConsole({ env: { MAX_ATTEMPTS: "1" } }, { reducedMotion: "reduce" });
  beforeAll(async () => {
    stand.stack.sandbox.addFault({ kind: "5xx_json", chat_id: 22 });
    await stand.post({ user_id: 42, message: "fine" });
    await stand.post({ user_id: 22, message: "not fine", id: FAILED_ID });
    await peopleOf(stand.stack).linkTo("shop-7", 43);
    await stand.redis.publish("notification", '{"user_id": "forty-two"}');
    await stand.redis.publish("orders:new", '{"order": 1234}');
    await fetch(`${stand.stack.webUrl}/boards/import-71`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: '{"value": {"percent": 40, "step": "reading"}}',
    });
    await waitFor(async () => (await stand.read(`/notifications/${FAILED_ID}`)).state === "failed");
  });

  const theme = () => stand.page.evaluate("document.documentElement.dataset.theme");

  it.each([1280, 390])(
    "can be used by everybody in a window %i px wide, light and dark",
    {
      timeout: 60_000,
    },
    async (width) => {
      const { page } = stand;
      await page.setViewportSize({ width, height: 844 });
      const found: string[] = [];
      for (const { view, shown } of VIEWS) {
        await page.emulateMedia({ colorScheme: "light" });
        await stand.open(view);
        await page.getByText(shown, { exact: false }).first().waitFor();
        found.push(...(await faultsOf(view)));
        await page.emulateMedia({ colorScheme: "dark" });
        await waitFor(async () => (await theme()) === "dark");
        found.push(...(await faultsOf(`${view}, dark`, "color-contrast")));
      }
      expect(found).toEqual([]);
    },
  );

  it("can be used by everybody where something opens", { timeout: 60_000 }, async () => {
    const { page } = stand;
    const found: string[] = [];
    const look = async (what: string) => void found.push(...(await faultsOf(what)));
    const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
    await stand.open("live");
    await press("Add a subscriber");
    await press("New board");
    await page.getByRole("region", { name: "Subscriber orders-listener" }).locator("summary").click();
    await look("forms and an opened message");
    await press("Reset");
    await page.getByRole("dialog").getByText("Reset the subscribers?").waitFor();
    await look("a question");
    await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    await page.keyboard.press("Control+k");
    await page.getByRole("listbox", { name: "Found" }).getByRole("option").first().waitFor();
    await look("the palette");
    await page.keyboard.press("Escape");
    await stand.open("messages?tab=quarantine");
    await page.getByText("Not a notification").click();
    await press("Edit and publish…");
    await look("an opened payload");
    await stand.open("numbers");
    await page.getByText("By the minute").first().click();
    await look("a table by the minute");
    await stand.open("publish");
    await page.getByText("Telegram's bad days").click();
    await press("Block");
    await page.getByLabel("User id").fill(".");
    await press("Publish");
    await page.getByText("A dot or two are no id.", { exact: false }).waitFor();
    await look("a form with a mistake");
    expect(found).toEqual([]);
  });

  async function faultsOf(what: string, rules: Rules = "all"): Promise<string[]> {
    const faults = await accessibilityFaults(stand.page, rules);
    const tooWide = await stand.page.evaluate("document.documentElement.scrollWidth > window.innerWidth");
    return [...faults, ...(tooWide === true ? ["it is wider than the window"] : [])].map(
      (words) => `${what}: ${words}`,
    );
  }

  describe("finds its way", () => {
    const heading = (title: string) =>
      stand.page.getByRole("heading", { name: title, level: 1, exact: true });
    const palette = () => stand.page.getByRole("combobox");

    async function type(text: string): Promise<void> {
      // The keys also close it, and it may be closing still.
      await palette().waitFor({ state: "detached" });
      await stand.page.keyboard.press("Control+k");
      await palette().fill(text);
    }

    it("through all views by their links, and back", async () => {
      await stand.open("");
      for (const title of ["Live", "Messages", "Doors", "Numbers", "Findings", "Publish"]) {
        const views = stand.page.getByRole("navigation", { name: "Views" });
        await views.getByRole("link", { name: new RegExp(`^${title}`) }).click();
        await heading(title).waitFor();
        expect(await stand.page.title()).toContain(`${title} · Bellwire`);
      }
      await stand.page.goBack();
      await heading("Findings").waitFor();
    });

    it("by a few letters: to a view, to a theme, to messages by text, user or id", async () => {
      const id = await stand.post({ user_id: 51, message: "found by letters" });
      await stand.open("publish");
      await heading("Publish").waitFor();
      await type("num");
      await stand.page.keyboard.press("Enter");
      await heading("Numbers").waitFor();
      await type("dark");
      await stand.page.keyboard.press("Enter");
      expect(await theme()).toBe("dark");
      await type("by letters");
      await stand.page.getByRole("option", { name: "Find “by letters”" }).click();
      await stand.page.getByRole("link", { name: "found by letters" }).waitFor();
      await type("51");
      await stand.page.keyboard.press("Enter");
      await stand.page.getByRole("button", { name: "To user 51" }).waitFor();
      await type(id);
      await stand.page.keyboard.press("ArrowDown");
      await stand.page.keyboard.press("ArrowUp");
      await stand.page.keyboard.press("Enter");
      await stand.page.getByRole("region", { name: "Message", exact: true }).getByText(id).waitFor();
      await type("nothing");
      await stand.page.keyboard.press("Escape");
      await palette().waitFor({ state: "detached" });
    });

    it("in the theme that was chosen, also the next time", async () => {
      await stand.open("publish");
      await stand.page.getByRole("group", { name: "Theme" }).getByTitle("Dark").click();
      expect(await theme()).toBe("dark");
      await stand.page.reload();
      await heading("Publish").waitFor();
      expect(await theme()).toBe("dark");
      await stand.page.getByRole("group", { name: "Theme" }).getByTitle("As the system").click();
      await stand.page.emulateMedia({ colorScheme: "dark" });
      await waitFor(async () => (await theme()) === "dark");
      await stand.page.emulateMedia({ colorScheme: "light" });
      await waitFor(async () => (await theme()) === "light");
    });

    it("to what Redis may lose, with the command that mends it", async () => {
      await stand.open("findings");
      await stand.page.getByText("Redis keeps no append-only file", { exact: false }).waitFor();
      await stand.page.getByText("redis-cli CONFIG SET appendonly yes").waitFor();
    });
  });
});
