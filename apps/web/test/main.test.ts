import { createServer } from "node:net";
import { join } from "node:path";
import {
  freePort,
  type RedisProcess,
  repoRoot,
  type ServiceProcess,
  spawnService,
  startRedis,
  waitFor,
} from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, listenAsBot, publish } from "./running-web.ts";

const entry = join(repoRoot, "apps/web/dist/main.js");
let redis: RedisProcess;

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

async function runMain(env: Record<string, string>): Promise<ServiceProcess> {
  return await spawnService({ entry, name: "web", env: { REDIS_URL: redis.url, ...env } });
}

describe("main (built)", () => {
  it("exits 78 and names every malformed variable", async () => {
    const web = await runMain({ PORT: "no", HOST: "0.0.0.0", API_KEYS: "too-short" });
    expect(await web.exited).toEqual({ code: 78, signal: null });
    for (const name of ["PORT:", "API_KEYS:"]) expect(web.output()).toContain(name);
    expect(web.output()).not.toContain("too-short");
  });

  it("exits 1 and says which port is taken", async () => {
    const port = await freePort();
    const other = createServer().listen(port, "127.0.0.1");
    await waitFor(() => other.listening);
    const web = await runMain({ PORT: String(port) });
    expect(await web.exited).toEqual({ code: 1, signal: null });
    other.close();
    expect(web.output()).toContain(`127.0.0.1:${port} is taken`);
    expect(web.output()).toContain("set PORT");
  });

  it("drains under load on SIGTERM: every accepted request is answered, exit 0", async () => {
    const port = await freePort();
    const web = await runMain({ PORT: String(port) });
    await waitFor(async () => (await ask(port, { path: "/readyz" })).status === 200);
    const bot = await listenAsBot(redis);
    let accepted = 0;
    let running = true;
    const callers = Array.from({ length: 8 }, async (_, caller) => {
      for (let n = 0; running; n++) {
        const answer = await publish(port, { user_id: 42, message: `${caller}.${n}` }).catch(() => undefined);
        if (answer === undefined) return;
        expect(answer.status).toBe(202);
        accepted += 1;
      }
    });
    await waitFor(() => accepted > 200);
    web.kill("SIGTERM");
    expect(await web.exited).toEqual({ code: 0, signal: null });
    running = false;
    await Promise.all(callers);
    await waitFor(() => bot.heard.length >= accepted);
  });
});
