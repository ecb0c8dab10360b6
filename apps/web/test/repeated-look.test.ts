import { waitFor } from "@bellwire/testkit";
import { describe, expect, it } from "vitest";
import { RepeatedLook } from "../src/repeated-look.ts";

describe("RepeatedLook", () => {
  it("looks again and again, one look at a time, until it is stopped", async () => {
    let [looks, underWay, most] = [0, 0, 0];
    const repeated = new RepeatedLook(async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
      looks += 1;
    }, 1);
    await repeated.start();
    expect(looks).toBeGreaterThan(0);
    await waitFor(() => looks > 3);
    await repeated.stop();
    await repeated.stop();
    expect([underWay, most]).toEqual([0, 1]);
  });
});
