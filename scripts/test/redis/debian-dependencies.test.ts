import { expect, it } from "vitest";
import { closure, parseDepends, parseInstalled } from "../../redis/debian-dependencies.mjs";

const OUTPUT = `redis-server
  Depends: redis-tools
 |Depends: libfirst1
  Depends: libsecond1
redis-tools
  PreDepends: libc6
  Depends: libjemalloc2
  Depends: <virtual>
    libprovider1
libjemalloc2
  Depends: libc6
libfirst1
libsecond1
libc6
`;

it("reads the packages, and alternatives as one choice", () => {
  const graph = parseDepends(OUTPUT);
  expect(graph.get("redis-server")).toEqual([["redis-tools"], ["libfirst1", "libsecond1"]]);
  expect(graph.get("redis-tools")).toEqual([["libc6"], ["libjemalloc2"], ["<virtual>"]]);
});

it("wants what is missing, once, and the first of a choice", () => {
  const wanted = closure("redis-server", parseDepends(OUTPUT), new Set());
  expect(wanted.sort()).toEqual(["libfirst1", "libjemalloc2", "redis-server", "redis-tools"]);
});

it("wants nothing that the machine has", () => {
  const wanted = closure("redis-server", parseDepends(OUTPUT), new Set(["libsecond1", "libjemalloc2"]));
  expect(wanted.sort()).toEqual(["redis-server", "redis-tools"]);
});

it("counts installed packages only", () => {
  expect(parseInstalled("installed libc6\nconfig-files libgone1\n")).toEqual(["libc6"]);
});
