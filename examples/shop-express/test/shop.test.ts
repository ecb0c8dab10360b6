import { fileURLToPath } from "node:url";
import { freePort, type ServiceProcess, spawnService, waitFor } from "@bellwire/testkit";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type BellwireStack, startBellwire } from "../../test/bellwire-stack.ts";

const ANN = 4001;
const ACCOUNT = `/users/${encodeURIComponent("ann@shop.example")}`;

let bellwire: BellwireStack;
let shop: ServiceProcess;
let url: string;
beforeAll(async () => {
  const port = String(await freePort());
  url = `http://127.0.0.1:${port}`;
  bellwire = await startBellwire(`${url}/bellwire`);
  shop = await spawnService({
    name: "the shop",
    entry: fileURLToPath(new URL("../main.mjs", import.meta.url)),
    env: {
      PORT: port,
      BELLWIRE_URL: bellwire.url,
      BELLWIRE_KEY: bellwire.key,
      WEBHOOK_SECRET: bellwire.secret,
    },
  });
  await waitFor(() => page(ACCOUNT), { what: "the shop" });
});
afterAll(async () => {
  await shop.stop();
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
  const order = await press(`${ACCOUNT}/orders`, { what: "Tea & scones" });
  expect(order.page).toContain("Tea &#38; scones");
  await waitFor(async () => (await page(order.path)).includes("as soon as you connect Telegram"));

  const { page: link } = await press(`${ACCOUNT}/telegram`);
  expect(link).toMatch(/<img src="data:image\/svg\+xml;base64,[A-Za-z0-9+/=]+"/);
  const address = /href="(https:\/\/t\.me\/\w+\?start=[\w-]{43})"/.exec(link)?.[1] ?? "";
  bellwire.open(ANN, address);
  // The greeting of the bot, the order that waited, and what the shop says when it hears that a chat was linked.
  const texts = ["Thank you! Your order: Tea & scones", "Welcome! You hear of your orders here."];
  await waitFor(() => texts.every((text) => bellwire.received(ANN).includes(text)));
  for (const text of texts) expect(bellwire.received(ANN).filter((one) => one === text)).toHaveLength(1);
  await waitFor(async () => (await page(order.path)).includes("told you in Telegram"));
});

it("hears by webhook what became of an order, and what the customer writes", async () => {
  await press(`${ACCOUNT}/orders`, { what: "jam" });
  bellwire.sandbox.personWrites(ANN, "Is it <fresh>?");
  await waitFor(async () => {
    const account = await page(ACCOUNT);
    return (
      account.includes("jam</a>: told you in Telegram") &&
      account.includes("You wrote: Is it &#60;fresh&#62;?")
    );
  });
});

it("believes nobody else, and does not do the same twice", async () => {
  const body = JSON.stringify({ type: "recipient.replied", data: { user_id: "eve", text: "once" } });
  const call = async (secret: string) => {
    const now = new Date();
    const headers = {
      "content-type": "application/json",
      "webhook-id": "evt_1-0",
      "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
      "webhook-signature": new Webhook(secret).sign("evt_1-0", now, body),
    };
    return (await fetch(`${url}/bellwire`, { method: "POST", headers, body })).status;
  };
  expect(await call(`whsec_${Buffer.alloc(32).toString("base64")}`)).toBe(401);
  expect(await page("/users/eve")).not.toContain("once");
  expect(await call(bellwire.secret)).toBe(204);
  expect(await call(bellwire.secret)).toBe(204);
  expect((await page("/users/eve")).match(/You wrote: once/g)).toHaveLength(1);
});
