import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFields } from "../../src/bot-api/request-fields.ts";

const form = "application/x-www-form-urlencoded";
const boundary = "----x";
const multipart = `multipart/form-data; boundary=${boundary}`;

function read(type: string, body: string | Buffer, query = "") {
  const result = readFields(query, type, Buffer.from(body));
  return result.ok ? { ...result.fields } : result.description;
}

function partsOf(...parts: [name: string, value: string | Buffer][]): Buffer {
  const pieces = parts.flatMap(([name, value]) => [
    Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n`),
    Buffer.from(value),
    Buffer.from("\r\n"),
  ]);
  return Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]);
}

describe("readFields", () => {
  it("reads forms, and lets the body win over the query", () => {
    expect(read(form, "text=a+b%26%C3%A9&empty=&flag", "text=q&chat_id=42")).toEqual({
      text: "a b&é",
      empty: "",
      flag: "",
      chat_id: "42",
    });
    expect(read(form, "text=100%&x=%zz%41")).toEqual({ text: "100%", x: "%zzA" });
  });

  it("marks bytes that are no UTF-8, so that the text check finds them", () => {
    expect(read(form, "text=%FF")).toEqual({ text: "\ud800" });
    expect(read(form, Buffer.from([...Buffer.from("text="), 0xff]))).toEqual({ text: "\ud800" });
    expect(read(multipart, partsOf(["text", Buffer.from([0xc3])]))).toEqual({ text: "\ud800" });
    expect(read("application/json", Buffer.from([0x7b, 0xff, 0x7d]))).toBe(
      "Bad Request: strings must be encoded in UTF-8",
    );
  });

  it("reads JSON objects and nothing else", () => {
    expect(read("application/json; charset=utf-8", '{"chat_id":42,"ok":false,"error_code":1}')).toEqual({
      chat_id: 42,
      ok: false,
      error_code: 1,
    });
    for (const body of ["[1]", "null", "{", '"x"'])
      expect(read("application/json", body)).toContain("can't parse JSON");
  });

  it("reads multipart, leaves files out, and refuses what is cut off", () => {
    const file = `--${boundary}\r\nContent-Disposition: form-data; name="photo"; filename="a.png"\r\n\r\nPNG\r\n`;
    const body = Buffer.concat([Buffer.from(file), partsOf(["chat_id", "42"], ["text", "a\r\nb"])]);
    expect(read(multipart, body)).toEqual({ chat_id: "42", text: "a\r\nb" });
    expect(read(multipart, body.subarray(0, -8))).toContain("can't parse multipart");
    expect(read("multipart/form-data", body)).toContain("can't parse multipart");
    expect(read(multipart, "nonsense")).toContain("can't parse multipart");
  });

  it("ignores bodies of other types", () => {
    expect(read("text/plain", "chat_id=42")).toEqual({});
  });

  it("gives any text back from each encoding, and throws at nothing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(read(form, new URLSearchParams({ text }).toString())).toEqual({ text });
        expect(read("application/json", JSON.stringify({ text }))).toEqual({ text });
        expect(read(multipart, partsOf(["text", text]))).toEqual({ text });
      }),
    );
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom(form, multipart, "application/json"),
        (bytes, type) => {
          readFields("", type, Buffer.from(bytes));
        },
      ),
    );
  });
});
