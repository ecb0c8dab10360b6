import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { fieldErrors } from "../src/fields.ts";
import {
  encodeNotification,
  LIMITS,
  notificationSchema,
  readDoorPayload,
  readNotificationRequest,
} from "../src/index.ts";
import { malformedPayloads, validPayloads } from "./malformed.ts";

const anyId = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer({ min: -LIMITS.userIdMax, max: LIMITS.userIdMax }),
  fc.constantFrom(0, -0, 1.5, 2 ** 52, -(2 ** 52), LIMITS.userIdMax),
);
const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  fc
    .array(fc.constantFrom("\ud800", "\udc00", "\0", " ", "\u200b", "\u2028", '"', "\\", "a", "😀"))
    .map((parts) => parts.join("")),
  fc.constantFrom("a".repeat(16_384), "a".repeat(16_385), `${"\u0001".repeat(16_383)}a`),
);
/** JSON as written by a publisher who half knows what we want. */
const payload = fc.oneof(
  fc.record({ user_id: anyId, message: anyText }).map((value) => JSON.stringify(value)),
  fc
    .tuple(
      fc.record({ user_id: anyId, message: anyText }),
      fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })),
    )
    .map(([value, others]) => JSON.stringify({ ...others, ...value })),
  fc.json(),
);

describe("edge and door", () => {
  it("what the edge accepts, the door reads back identical", () => {
    fc.assert(
      fc.property(payload, (text) => {
        const request = readNotificationRequest(Buffer.from(text));
        if (!request.ok) return;
        expect(readDoorPayload(Buffer.from(encodeNotification(request.value)))).toEqual(request);
      }),
      { numRuns: 1000 },
    );
  });

  it("what the door accepts, the edge reads back identical", () => {
    const read = (bytes: Uint8Array): void => {
      const taken = readDoorPayload(bytes);
      if (!taken.ok) return;
      expect(readNotificationRequest(Buffer.from(encodeNotification(taken.value)))).toEqual(taken);
    };
    for (const { bytes } of validPayloads) read(bytes);
    fc.assert(
      fc.property(payload, (text) => read(Buffer.from(text))),
      { numRuns: 1000 },
    );
  });

  it("never throw, and refuse or accept, when bytes of a good payload are changed, cut, doubled", () => {
    const seeds = [...validPayloads, ...malformedPayloads]
      .map(({ bytes }) => bytes)
      .filter((bytes) => bytes.length < 500);
    const position = fc.nat({ max: 500 });
    const mutations = fc.array(
      fc.tuple(fc.constantFrom("set", "cut", "double"), position, fc.nat({ max: 255 })),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    fc.assert(
      fc.property(fc.constantFrom(...seeds), mutations, (seed, changes) => {
        let bytes = Buffer.from(seed);
        for (const [how, where, byte] of changes) {
          const at = bytes.length === 0 ? 0 : where % bytes.length;
          if (how === "set") bytes[at] = byte;
          if (how === "cut")
            bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + (byte % 8))]);
          if (how === "double") bytes = Buffer.concat([bytes.subarray(0, at + 1), bytes.subarray(at)]);
        }
        const [atDoor, atEdge] = [readDoorPayload(bytes), readNotificationRequest(bytes)];
        // The edge is the stricter of the two: what it takes, a door takes too.
        if (atEdge.ok) expect(atDoor).toEqual(atEdge);
      }),
      { numRuns: 5000 },
    );
  });

  it("take the same ids and texts as the zod schema, with the same words", () => {
    const anything = fc.record({
      user_id: fc.oneof(anyId, fc.anything()),
      message: fc.oneof(anyText, fc.anything()),
    });
    fc.assert(
      fc.property(anything, (value) => {
        const checked = notificationSchema.safeParse(value);
        const issues = checked.success ? [] : checked.error.issues;
        expect(issues.map(({ path, message }) => ({ path: path.join("."), message }))).toEqual(
          fieldErrors(value),
        );
      }),
      { numRuns: 2000 },
    );
  });
});

describe("notificationSchema", () => {
  it("describes itself as JSON Schema", () => {
    const schema = z.toJSONSchema(notificationSchema);
    expect(schema).toMatchObject({
      required: ["user_id", "message"],
      additionalProperties: false,
      properties: {
        user_id: { type: "integer", maximum: 2 ** 52 - 1 },
        message: { type: "string", minLength: 1, maxLength: 16_384 },
      },
    });
  });
});

describe("encodeNotification", () => {
  it("writes the two fields and nothing else, in order", () => {
    const more = { message: "hi", extra: 1, user_id: 42 };
    expect(encodeNotification(more)).toBe('{"user_id":42,"message":"hi"}');
  });
});
