import { existsSync } from "node:fs";
import { join } from "node:path";
import { freePort, repoRoot, type ServiceProcess, spawnService, waitFor } from "@bellwire/testkit";
import { afterEach, beforeAll, expect, it } from "vitest";

const entry = join(repoRoot, "packages/sandbox/dist/main.js");
const running: ServiceProcess[] = [];

beforeAll(() => {
  if (!existsSync(entry)) throw new Error("The sandbox is not built: npm run build");
});
afterEach(async () => {
  for (const service of running.splice(0)) await service.stop();
});

async function run(...args: string[]): Promise<ServiceProcess> {
  const service = await spawnService({ entry, env: {}, name: "sandbox", args });
  running.push(service);
  return service;
}

function addressOf(service: ServiceProcess): Promise<string> {
  return waitFor(() => /^Sandbox listening on (http:\S+)$/m.exec(service.output())?.[1], {
    what: "the address",
  });
}

it.each(["SIGTERM", "SIGINT"] as const)(
  "says where it listens, and ends with 0 on %s though connections are open",
  async (signal) => {
    const service = await run("--port", "0");
    const address = await addressOf(service);
    const events = await fetch(`${address}/sandbox/events`);
    events.body?.cancel().catch(() => {});
    expect((await fetch(`${address}/sandbox/health`)).status).toBe(200);
    service.kill(signal);
    expect(await service.exited).toMatchObject({ code: 0 });
  },
);

it("says what to do when the port is taken", async () => {
  const port = await freePort();
  await addressOf(await run("--port", String(port)));
  const second = await run("--port", String(port));
  expect(await second.exited).toMatchObject({ code: 1 });
  expect(second.output()).toContain(`Port ${port} of 127.0.0.1 is taken`);
  expect(second.output()).toContain(`--port ${port + 1}`);
});

it("warns where the control API is open to others", async () => {
  const service = await run("--port", "0", "--host", "0.0.0.0");
  await addressOf(service);
  expect(service.output()).toContain("the control API is open");
});

it("shows its help, and refuses what it does not know", async () => {
  const help = await run("--help");
  expect(await help.exited).toMatchObject({ code: 0 });
  expect(help.output()).toContain("--limits");
  const wrong = await run("--nonsense");
  expect(await wrong.exited).toMatchObject({ code: 1 });
});
