import { expect, it } from "vitest";
import { postJson } from "../../src/stack.ts";
import { describeConsole, useConsole } from "./console-stand.ts";

const KEY = "the-key-of-the-console-test";

describeConsole("a page that needs a key and may change nothing", () => {
  const stand = useConsole({ env: { API_KEYS: KEY, CONSOLE_READ_ONLY: "true" } });

  const panel = () => stand.page.getByRole("region", { name: "Subscriber orders-listener" });

  it("asks for the key on whatever view it was opened, once for all tabs", async () => {
    await stand.open("live");
    const field = stand.page.getByRole("textbox", { name: "API key" });
    await field.fill("not-the-key-of-the-console");
    await field.press("Enter");
    await stand.page.getByText("unauthorized", { exact: true }).waitFor();
    await field.fill(KEY);
    await field.press("Enter");
    await panel().getByText("subscribed").waitFor();
    await stand.redis.publish("orders:new", "heard with a key");
    await panel().getByText("heard with a key").waitFor();
    await stand.page.reload();
    await panel().getByText("heard with a key").waitFor();
    await stand.page.getByText('-H "Authorization: Bearer $API_KEY"', { exact: false }).waitFor();
  });

  it("shows everything without what would change it", async () => {
    const { body } = await postJson(
      `${stand.stack.webUrl}/notifications`,
      { user_id: 41, message: "later", send_at: new Date(Date.now() + 3_600_000).toISOString() },
      { authorization: `Bearer ${KEY}` },
    );
    await stand.open("live");
    await stand.page.getByText("Read only", { exact: true }).waitFor();
    for (const name of ["Add a subscriber", "Reset", "New board", "Remove bridge", "Publish"]) {
      const button = stand.page.getByRole("button", { name, exact: true });
      expect(await button.getAttribute("aria-disabled"), name).toBe("true");
    }
    await stand.open(`messages?id=${String(body.id)}`);
    await stand.page.getByText("This page is read-only: nothing may be changed from here.").waitFor();
    expect(await stand.page.getByRole("button", { name: "Stop it…" }).count()).toBe(0);
  });
});
