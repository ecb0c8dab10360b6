import { describe, expect, it } from "vitest";
import { problemBody } from "../../src/http/problems.ts";

describe("problemBody", () => {
  it("has the members of RFC 9457 and a stable code", () => {
    expect(problemBody("no_subscriber", "Nobody is there.")).toEqual({
      type: "/docs#no_subscriber",
      title: "No bot listens",
      status: 503,
      detail: "Nobody is there.",
      code: "no_subscriber",
    });
  });

  it("carries errors only when there are any", () => {
    const errors = [{ path: "user_id", message: "expected a number" }];
    expect(problemBody("invalid_notification", "x", { errors })).toMatchObject({ errors });
    expect(problemBody("invalid_notification", "x", { errors: [] })).not.toHaveProperty("errors");
  });
});
