import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { join, kinds, type MalformedPayload } from "./kind.ts";
import { VALID } from "./templates.ts";

const UTF16LE = Buffer.from(VALID, "utf16le");
const UTF16BE = Buffer.from(UTF16LE).swap16();
const UTF32LE = Buffer.concat(Array.from(VALID, (character) => Buffer.of(character.charCodeAt(0), 0, 0, 0)));
const UTF32BE = Buffer.concat(Array.from(VALID, (character) => Buffer.of(0, 0, 0, character.charCodeAt(0))));

/** A notification in another encoding, compression or serialisation, and things that are no notification at all. */
export const encodingKinds: MalformedPayload[] = [
  ...kinds("invalid_utf8", [
    ["UTF-16, little endian, with mark", join(0xff, 0xfe, UTF16LE)],
    ["UTF-16, big endian, with mark", join(0xfe, 0xff, UTF16BE)],
    ["UTF-32, little endian, with mark", join(0xff, 0xfe, 0, 0, UTF32LE)],
    ["UTF-32, big endian, with mark", join(0, 0, 0xfe, 0xff, UTF32BE)],
    ["gzip", gzipSync(VALID)],
    ["zlib", deflateSync(VALID)],
    ["raw deflate", deflateRawSync(VALID)],
    ["brotli", brotliCompressSync("Your order is on its way. ".repeat(9))],
    ["zstd frame", join(0x28, 0xb5, 0x2f, 0xfd, 0x20, 0x1d, 0xe9, 0x00, 0x00, VALID)],
    ["xz header", join(0xfd, "7zXZ", 0, 0, 4)],
    ["bzip2 header", join("BZh91AY&SY", 0xd1, 0x9e, 0xf2, 0x8b)],
    ["MessagePack", join(0x82, 0xa7, "user_id", 42, 0xa7, "message", 0xa2, "hi")],
    ["CBOR", join(0xa2, 0x67, "user_id", 0x18, 42, 0x67, "message", 0x62, "hi")],
    [
      "Python pickle, protocol 4",
      join(0x80, 4, 0x95, 0x1e, 0, 0, 0, 0, 0, 0, 0, "}", 0x94, "(", 0x8c, 7, "user_id"),
    ],
    ["Java serialisation", join(0xac, 0xed, 0, 5, "sr", 0, 0x11, "java.util.HashMap")],
    [".NET binary serialisation", join(0, 1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 1, 0, 0, 0)],
    ["PNG picture", join(0x89, "PNG", 0x0d, 0x0a, 0x1a, 0x0a)],
    ["JPEG picture", join(0xff, 0xd8, 0xff, 0xe0, 0, 0x10, "JFIF", 0)],
  ]),
  ...kinds("invalid_json", [
    ["UTF-16, little endian, no mark", UTF16LE],
    ["UTF-16, big endian, no mark", UTF16BE],
    ["UTF-32, little endian, no mark", UTF32LE],
    ["UTF-32, big endian, no mark", UTF32BE],
    ["Python pickle, protocol 0", "(dp0\nVuser_id\np1\nI42\nsVmessage\np2\nVhi\np3\ns."],
    ["BSON", join(0x24, 0, 0, 0, 0x10, "user_id", 0, 42, 0, 0, 0, 2, "message", 0, 3, 0, 0, 0, "hi", 0, 0)],
    ["Protocol Buffers", join(0x08, 42, 0x12, 2, "hi")],
    ["ELF header", join(0x7f, "ELF", 2, 1, 1, 0)],
    ["zip archive header", join("PK", 3, 4, 20, 0)],
    ["PDF header", "%PDF-1.7\n"],
    ["PHP serialize", 'a:2:{s:7:"user_id";i:42;s:7:"message";s:2:"hi";}'],
    ["Base64 of the JSON", Buffer.from(VALID).toString("base64")],
    ["hexadecimal of the JSON", Buffer.from(VALID).toString("hex")],
    ["percent-encoded JSON", encodeURIComponent(VALID)],
    ["HTML-escaped JSON", VALID.replaceAll('"', "&quot;")],
    ["form encoding", "user_id=42&message=hi"],
    ["multipart form", '--x\r\nContent-Disposition: form-data; name="user_id"\r\n\r\n42\r\n--x--\r\n'],
    ["XML", "<notification><user_id>42</user_id><message>hi</message></notification>"],
    ["HTML error page", "<!doctype html><title>502 Bad Gateway</title>"],
    ["YAML", "user_id: 42\nmessage: hi\n"],
    ["TOML", 'user_id = 42\nmessage = "hi"\n'],
    ["CSV with a header", "user_id,message\n42,hi\n"],
    ["EDN", '{:user_id 42 :message "hi"}'],
    ["Lua table", '{user_id = 42, message = "hi"}'],
    ["Ruby hash", '{"user_id"=>42, "message"=>"hi"}'],
    ["Python dictionary printed", "{'user_id': 42, 'message': 'hi'}"],
    ["Python bytes printed", 'b\'{"user_id":42,"message":"hi"}\''],
    ["JavaScript object printed", "[object Object]"],
    ["Go map printed", "map[message:hi user_id:42]"],
    ["Java map printed", "{user_id=42, message=hi}"],
    ["S-expression", '((user_id . 42) (message . "hi"))'],
    ["raw HTTP request", "POST /notifications HTTP/1.1\r\nHost: x\r\n\r\n"],
    ["raw Redis command", "*3\r\n$7\r\nPUBLISH\r\n$12\r\nnotification\r\n$2\r\nhi\r\n"],
    ["server-sent event", `data: ${VALID}\n\n`],
    ["Socket.IO packet", `42["notification",${VALID}]`],
    ["plain text", "Your order is on its way"],
    ["Markdown code block", `\`\`\`json\n${VALID}\n\`\`\``],
  ]),
];
