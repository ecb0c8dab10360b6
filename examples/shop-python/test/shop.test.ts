import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { freePort, requireTool, waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BellwireStack, startBellwire } from "../../test/bellwire-stack.ts";

const BEA = 4002;
const ACCOUNT = `/users/${encodeURIComponent("béa@shop.example")}`;
const python = process.env.BELLWIRE_PYTHON ?? "python3";

function hasPython(): boolean {
  try {
    execFileSync(python, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!requireTool("python3", hasPython()))("a shop in Python", () => {
  let bellwire: BellwireStack;
  let shop: ChildProcess;
  let url: string;
  beforeAll(async () => {
    const port = String(await freePort());
    url = `http://127.0.0.1:${port}`;
    bellwire = await startBellwire(`${url}/bellwire/`);
    const own = {
      PORT: port,
      BELLWIRE_URL: bellwire.url,
      BELLWIRE_KEY: bellwire.key,
      WEBHOOK_SECRET: bellwire.secret,
    };
    shop = spawn(python, ["-B", fileURLToPath(new URL("../serve.py", import.meta.url))], {
      env: { PATH: process.env.PATH, ...own },
      stdio: "ignore",
    });
    await waitFor(() => page(`${ACCOUNT}/`), { what: "the shop" });
  });
  afterAll(async () => {
    shop.kill();
    await once(shop, "exit");
    await bellwire.stop();
  });

  async function page(path: string): Promise<string> {
    return await (await fetch(url + path)).text();
  }

  /** Resolves with the page that comes of it, and its address. */
  async function press(path: string, fields: Record<string, string> = {}) {
    const answer = await fetch(url + path, { method: "POST", body: new URLSearchParams(fields) });
    return { page: await answer.text(), path: new URL(answer.url).pathname };
  }

  it("keeps what it says to a customer until the customer connects Telegram, and says so", async () => {
    const order = await press(`${ACCOUNT}/orders/`, { what: "Tea & scones" });
    expect(order.page).toContain("Tea &amp; scones");
    await waitFor(async () => (await page(order.path)).includes("as soon as you connect Telegram"));

    const { page: link } = await press(`${ACCOUNT}/telegram/`);
    expect(link).toMatch(/<img src="data:image\/svg\+xml;base64,[A-Za-z0-9+/=]+"/);
    bellwire.open(BEA, /href="(https:\/\/t\.me\/\w+\?start=[\w-]{43})"/.exec(link)?.[1] ?? "");
    const texts = ["Thank you! Your order: Tea & scones", "Welcome! You hear of your orders here."];
    await waitFor(() => texts.every((text) => bellwire.received(BEA).includes(text)));
    for (const text of texts) expect(bellwire.received(BEA).filter((one) => one === text)).toHaveLength(1);
    await waitFor(async () => (await page(order.path)).includes("told you in Telegram"));
  });

  it("hears by webhook what the customer writes", async () => {
    bellwire.sandbox.personWrites(BEA, "Is it <fresh>?");
    await waitFor(async () => (await page(`${ACCOUNT}/`)).includes("You wrote: Is it &lt;fresh&gt;?"));
  });

  it("believes nobody else and nothing old, and does not do the same twice", async () => {
    const body = JSON.stringify({ type: "recipient.replied", data: { user_id: "eve", text: "once" } });
    const nowSeconds = Math.floor(Date.now() / 1000);
    const call = async (secret: string, sent: string) => {
      const key = Buffer.from(secret.slice("whsec_".length), "base64");
      const signature = createHmac("sha256", key).update(`evt_1-0.${sent}.${body}`).digest("base64");
      const headers = {
        "webhook-id": "evt_1-0",
        "webhook-timestamp": sent,
        "webhook-signature": `v1,${signature}`,
      };
      return (await fetch(`${url}/bellwire/`, { method: "POST", headers, body })).status;
    };
    const forged = `whsec_${Buffer.alloc(32).toString("base64")}`;
    expect(await call(forged, String(nowSeconds))).toBe(401);
    for (const sent of [String(nowSeconds - 600), "soon", ""])
      expect(await call(bellwire.secret, sent)).toBe(401);
    expect(await page("/users/eve/")).not.toContain("once");
    for (const _ of [1, 2]) expect(await call(bellwire.secret, String(nowSeconds))).toBe(204);
    expect((await page("/users/eve/")).match(/You wrote: once/g)).toHaveLength(1);
  });
});
