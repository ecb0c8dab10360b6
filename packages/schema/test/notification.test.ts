import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { areGoodFields, fieldErrors } from "../src/fields.ts";
import {
  encodeNotification,
  type FieldError,
  LIMITS,
  notificationRequestSchema,
  notificationSchema,
  readDoorPayload,
  readNotificationRequest,
} from "../src/index.ts";
import { BUTTON_WORDS } from "../src/options/buttons.ts";
import { anyOptions } from "./any-notification.ts";
import { malformedPayloads, validPayloads } from "./malformed.ts";

const anyId = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer({ min: -LIMITS.userIdMax, max: LIMITS.userIdMax }),
  fc.constantFrom(0, -0, 1.5, 2 ** 52, -(2 ** 52), LIMITS.userIdMax, Number.NaN, Number.POSITIVE_INFINITY),
  fc.string({ unit: "binary", maxLength: 140 }),
  fc.constantFrom(
    "",
    " ",
    ".",
    "..",
    "...",
    "42",
    "a\nb",
    "\ud800",
    "\u200b",
    "x".repeat(128),
    "x".repeat(129),
  ),
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
  fc
    .tuple(fc.record({ user_id: fc.constant(42), message: fc.constant("hi") }), anyOptions)
    .map(([value, options]) => toJson({ ...options, ...value })),
  fc.json(),
);

/** JSON of what has no JSON: functions, symbols, numbers of arbitrary size, cycles. */
function toJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return "{}";
  }
}

describe("edge and door", () => {
  it("what the edge accepts, the door reads back identical", () => {
    fc.assert(
      fc.property(payload, (text) => {
        const request = readNotificationRequest(Buffer.from(text));
        if (!request.ok) return;
        const { notification } = request.value;
        const taken = { ok: true, value: notification };
        expect(readDoorPayload(Buffer.from(encodeNotification(notification)))).toEqual(taken);
      }),
      { numRuns: 1000 },
    );
  });

  it("what the door accepts, the edge reads back identical", () => {
    const read = (bytes: Uint8Array): void => {
      const taken = readDoorPayload(bytes);
      if (!taken.ok) return;
      const request = { ok: true, value: { notification: taken.value, via: "channel" } };
      expect(readNotificationRequest(Buffer.from(encodeNotification(taken.value)))).toEqual(request);
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
        if (atEdge.ok) expect(atDoor).toEqual({ ok: true, value: atEdge.value.notification });
      }),
      { numRuns: 5000 },
    );
  });

  it("take the same fields as the zod schema, with the same words", () => {
    const anything = fc
      .tuple(
        fc.record({ user_id: fc.oneof(anyId, fc.anything()), message: fc.oneof(anyText, fc.anything()) }),
        anyOptions,
      )
      .map(([fields, options]): { [name: string]: unknown } => ({ ...fields, ...options }));
    fc.assert(
      fc.property(anything, (value) => {
        const checked = notificationSchema.safeParse(value);
        const issues = checked.success ? [] : checked.error.issues;
        const atEdge = issues
          .map(({ path, message }) => ({ path: path.join("."), message }))
          // A door ignores in a button what it does not know.
          .filter(({ message }) => message !== BUTTON_WORDS.more);
        expect(inOrder(atEdge)).toEqual(inOrder(fieldErrors(value)));
        expect(areGoodFields(value, Object.keys(value))).toBe(atEdge.length === 0);
      }),
      { numRuns: 1000 },
    );
  });
});

function inOrder(errors: FieldError[]): FieldError[] {
  return errors.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

describe("notificationSchema", () => {
  it("describes itself as JSON Schema", () => {
    const schema = z.toJSONSchema(notificationSchema);
    expect(schema).toMatchObject({
      required: ["user_id", "message"],
      additionalProperties: false,
      properties: {
        user_id: {
          anyOf: [
            { type: "integer", maximum: 2 ** 52 - 1 },
            { type: "string", maxLength: 128 },
          ],
        },
        message: { type: "string", minLength: 1, maxLength: 16_384 },
      },
    });
  });

  it("describes every option, and via where the edge takes it", () => {
    const { properties = {} } = z.toJSONSchema(notificationRequestSchema);
    const described = Object.entries(properties).map(([name, property]) => {
      const { description, type, ...rest } = property as { [key: string]: unknown };
      expect(description, name).toMatch(/\.$/);
      return [name, type, rest.enum ?? rest.maximum ?? rest.maxLength ?? rest.maxItems ?? rest.format];
    });
    expect(described).toEqual([
      ["user_id", undefined, undefined],
      ["message", "string", 16_384],
      ["id", "string", 128],
      ["priority", "string", ["urgent", "normal", "bulk"]],
      ["send_at", "string", "date-time"],
      ["ttl_seconds", "integer", 31_622_400],
      ["format", "string", ["text", "html", "markdown"]],
      ["silent", "boolean", undefined],
      ["protect", "boolean", undefined],
      ["link_preview", "boolean", undefined],
      ["thread_id", "integer", 2 ** 31 - 1],
      ["buttons", "array", 8],
      ["replace_key", "string", 128],
      ["on_unknown", "string", ["resend", "hold"]],
      ["category", "string", 64],
      ["via", "string", ["channel", "queue", "stream"]],
    ]);
    expect(Object.keys(properties)).not.toHaveLength(Object.keys(notificationSchema.shape).length);
  });
});
