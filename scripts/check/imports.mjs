/** @typedef {import("./tree.mjs").SourceFile} SourceFile */
/** @typedef {{ specifier: string, line: number }} Import */

// Statements begin a line in formatted code; text inside a string does not.
const PATTERNS = [
  /^[ \t]*(?:import|export)\b[^;"'`]*?\bfrom\s*["']([^"']+)["']/gm,
  /^[ \t]*import\s*["']([^"']+)["']/gm,
  /\bimport\(\s*["']([^"']+)["']\s*\)/g,
  /\brequire(?:\.resolve)?\(\s*["']([^"']+)["']\s*\)/g,
];

/**
 * Everything that a file imports, with `import`, `export … from`, `import()` (in types too) and `require`.
 * @param {SourceFile} file
 * @returns {Import[]}
 */
export function importsOf(file) {
  return PATTERNS.flatMap((pattern) =>
    [...file.text.matchAll(pattern)].map((match) => ({
      specifier: match[1] ?? "",
      line: file.text.slice(0, match.index).split("\n").length,
    })),
  );
}

/**
 * "@scope/name" or "name" of a bare specifier; undefined for relative paths and for Node's own modules.
 * @param {string} specifier
 */
export function packageName(specifier) {
  if (specifier.startsWith(".") || specifier.startsWith("/") || specifier.startsWith("node:"))
    return undefined;
  const parts = specifier.split("/");
  return specifier.startsWith("@") ? parts.slice(0, 2).join("/") : parts[0];
}

/**
 * Names that a module gives to others. `export *` counts as one.
 * @param {string} text
 */
export function exportCount(text) {
  const declared =
    text.match(
      /^export (?:declare |abstract |async )*(?:const|let|function\*?|class|type|interface)\b(?! *[{*])/gm,
    )?.length ?? 0;
  const lists = [...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)];
  const listed = lists.flatMap((match) =>
    (match[1] ?? "").split(",").filter((name) => name.trim() !== ""),
  ).length;
  const stars = text.match(/^export \*/gm)?.length ?? 0;
  return declared + listed + stars;
}
