import { waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../src/index.ts";
import { call } from "../bot-client.ts";

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

it("stores a webhook, which ends polling until it is deleted", async () => {
  expect((await call(sandbox, "getWebhookInfo")).result).toEqual({
    url: "",
    has_custom_certificate: false,
    pending_update_count: 0,
  });
  const poll = call(sandbox, "getUpdates", { timeout: 50 });
  await waitFor(() => sandbox.stats().polling, { what: "the poll to open" });
  expect(await call(sandbox, "setWebhook", { url: "http://example.org" })).toMatchObject({
    status: 400,
    description: "Bad Request: bad webhook: An HTTPS URL must be provided for webhook",
  });
  const url = "https://example.org/hook";
  expect(await call(sandbox, "setWebhook", { url, allowed_updates: ["message"] })).toMatchObject({
    result: true,
  });
  expect(await poll).toMatchObject({
    status: 409,
    description: "Conflict: terminated by setWebhook request",
  });
  expect(await call(sandbox, "getUpdates")).toMatchObject({
    status: 409,
    description:
      "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
  });
  sandbox.personWrites(1, "waits");
  expect((await call(sandbox, "getWebhookInfo")).result).toMatchObject({
    url,
    pending_update_count: 1,
    allowed_updates: ["message"],
  });
  expect((await call(sandbox, "deleteWebhook")).description).toBe("Webhook was deleted");
  expect((await call(sandbox, "deleteWebhook", { drop_pending_updates: true })).result).toBe(true);
  expect((await call(sandbox, "getUpdates")).result).toEqual([]);
});
