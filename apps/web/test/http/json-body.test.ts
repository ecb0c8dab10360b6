import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { isJson } from "../../src/http/json-body.ts";

function isJsonType(type: string | undefined): boolean {
  const request = new IncomingMessage(new Socket());
  if (type !== undefined) request.headers["content-type"] = type;
  return isJson(request);
}

describe("isJson", () => {
  it.each([
    "application/json",
    "Application/JSON",
    "application/json;charset=utf-8",
    'application/json; charset="UTF-8"',
    "application/json ; charset=utf-8",
  ])("takes %j", (type) => expect(isJsonType(type)).toBe(true));

  it.each([
    undefined,
    "",
    "text/plain",
    "application/jsonp",
    "application/ld+json",
    "application/json; charset=latin1",
    "application/json, text/plain",
    "text/plain; application/json",
    "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded",
  ])("refuses %j", (type) => expect(isJsonType(type)).toBe(false));
});
