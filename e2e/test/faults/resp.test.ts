import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ReplyReader, RequestReader } from "../../src/faults/resp.ts";

function pieces(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [...new Set(cuts.map((cut) => cut % bytes.length))].sort((one, other) => one - other);
  return [...places, bytes.length].map((end, index) => bytes.subarray(places[index - 1] ?? 0, end));
}

const REPLIES = [
  "+OK\r\n",
  "-ERR no\r\n",
  ":12\r\n",
  "$-1\r\n",
  "$0\r\n\r\n",
  "$6\r\n\r\n\r\n\r\n\r\n",
  "*-1\r\n",
  "*2\r\n$1\r\na\r\n*1\r\n:1\r\n",
  "%1\r\n+a\r\n*0\r\n",
  "_\r\n",
  "#t\r\n",
  ",1.5\r\n",
  "|1\r\n+key\r\n+value\r\n:7\r\n",
  ">3\r\n+message\r\n+channel\r\n$2\r\nhi\r\n",
];

const cuts = fc.array(fc.nat(10_000), { maxLength: 12 });

describe("replies", () => {
  it("come out whole, one by one, however the bytes are cut", () => {
    const bytes = Buffer.from(REPLIES.join(""));
    fc.assert(
      fc.property(cuts, (places) => {
        const reader = new ReplyReader();
        const read = pieces(bytes, places).flatMap((piece) => reader.read(piece));
        expect(read.map(({ raw }) => raw.toString())).toEqual(REPLIES);
        expect(read.filter(({ push }) => push)).toHaveLength(1);
      }),
    );
  });

  it("are not guessed at when they are something else", () => {
    expect(() => new ReplyReader().read(Buffer.from("HTTP/1.1 200 OK\r\n"))).toThrow(
      "not the Redis protocol",
    );
  });
});

describe("requests", () => {
  it("are told by their first words, however the bytes are cut", () => {
    const words = [["PING"], ["XADD", "stream", "*"], ["SET", "", "a\r\nb"]];
    const bytes = Buffer.from(
      words
        .map(
          (parts) => `*${parts.length}\r\n${parts.map((part) => `$${part.length}\r\n${part}\r\n`).join("")}`,
        )
        .join(""),
    );
    fc.assert(
      fc.property(cuts, (places) => {
        const reader = new RequestReader();
        const read = pieces(bytes, places).flatMap((piece) => reader.read(piece, 2));
        expect(read).toEqual(words.map((parts) => parts.slice(0, 2)));
      }),
    );
  });
});
