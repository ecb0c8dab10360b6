import { execFile, execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { requireTool, waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BellwireStack, startBellwire } from "../../test/bellwire-stack.ts";

const CY = 4003;
const USER = "cy/ümit@shop.example?";
const script = fileURLToPath(new URL("../shop.sh", import.meta.url));
const run = promisify(execFile);

function hasCurl(): boolean {
  try {
    execFileSync("curl", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!requireTool("curl", hasCurl()))("a shop in a shell", () => {
  let bellwire: BellwireStack;
  let folder: string;
  beforeAll(async () => {
    bellwire = await startBellwire();
    folder = await mkdtemp(join(tmpdir(), "bellwire-shop-"));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    await bellwire.stop();
  });

  async function shop(args: string[], env: Record<string, string> = {}): Promise<string> {
    const own = { PATH: process.env.PATH, BELLWIRE_URL: bellwire.url, BELLWIRE_KEY: bellwire.key, ...env };
    return (await run("/bin/sh", [script, ...args], { env: own, timeout: 20_000 })).stdout;
  }

  it("keeps what it says to a user until the user opens the link", async () => {
    const text = 'Your "order" \\ 7 is on its way ✈\n\nCy\'s shop $HOME `ls` %s';
    expect(await shop(["notify", USER, "order-7", text])).toBe("Accepted: order-7\n");
    await waitFor(async () => (await shop(["status", "order-7"])) === "parked unlinked\n");

    const picture = join(folder, "cy.svg");
    const [address = "", words] = (await shop(["link", USER, picture])).split("\n");
    expect(address).toMatch(/^https:\/\/t\.me\/\w+\?start=[\w-]{43}$/);
    expect(words).toBe(`The same as a QR code: ${picture}`);
    expect(await readFile(picture, "utf8")).toMatch(/^<svg .*<\/svg>\s*$/s);
    bellwire.open(CY, address);
    expect(await shop(["status", "order-7", "15"])).toBe("sent \n");
    expect(bellwire.received(CY)).toContain(text);
  });

  it("sends once what is said twice", async () => {
    for (const _ of [1, 2]) await shop(["notify", USER, "order-8", "Arrived"]);
    expect(await shop(["status", "order-8", "15"])).toBe("sent \n");
    expect(bellwire.received(CY).filter((one) => one === "Arrived")).toHaveLength(1);
  });

  it("says in Bellwire's words what was wrong", async () => {
    const wrong = shop(["notify", USER, "order-9", "Hello"], { BELLWIRE_KEY: "of-somebody-else" });
    await expect(wrong).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining("unauthorized") });
    const none = shop(["status", "order-10"]);
    await expect(none).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining("not_found") });
    await expect(shop(["notify", USER])).rejects.toMatchObject({ code: 2 });
  });
});
