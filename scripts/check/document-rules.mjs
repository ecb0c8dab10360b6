import { posix } from "node:path";

/** @typedef {import("./tree.mjs").SourceFile} SourceFile */

/** Paths that exist only after a build or a start. */
const GENERATED = /(^|\/)(dist|node_modules|\.data|\.turbo)(\/|$)|^e2e\/pictures/;

const OUR_FOLDERS = /^(apps|packages|scripts|docs|e2e|bench|\.ci)\//;

/**
 * What documents promise and the repository does not hold: links, paths, headings, npm scripts.
 * @param {SourceFile[]} files
 * @param {Set<string>} paths of files and folders
 * @param {string[]} npmScripts names in the root package.json
 */
export function documentProblems(files, paths, npmScripts) {
  const documents = files.filter((file) => file.path.endsWith(".md"));
  return documents.flatMap((document) =>
    [
      ...linkProblems(document, documents, paths),
      ...pathProblems(document, paths),
      ...scriptProblems(document, new Set([...npmScripts, "ci"])),
    ].map((words) => `${document.path} ${words}`),
  );
}

/**
 * @param {SourceFile} document
 * @param {SourceFile[]} documents
 * @param {Set<string>} paths
 */
function linkProblems(document, documents, paths) {
  const links = [
    ...withoutCode(document.text).matchAll(
      /\]\(\s*<?([^)\s>]+)>?[^)]*\)|(?:src|href)="([^"]+)"|^\[[^\]]+\]:\s*(\S+)/gm,
    ),
  ];
  return links.flatMap((match) => {
    const link = match[1] ?? match[2] ?? match[3] ?? "";
    if (/^[a-z][a-z0-9+.-]*:/i.test(link) || link.startsWith("/")) return [];
    const [file = "", heading] = decodeURI(link).split("#");
    const target =
      file === "" ? document.path : posix.join(posix.dirname(document.path), file).replace(/\/$/, "");
    if (!paths.has(target)) return [`links to ${link}, which does not exist`];
    const other = documents.find((one) => one.path === target);
    if (heading === undefined || other === undefined || anchorsOf(other.text).has(heading)) return [];
    return [`links to ${link}: there is no such heading`];
  });
}

/**
 * @param {SourceFile} document
 * @param {Set<string>} paths
 */
function pathProblems(document, paths) {
  const spans = [...document.text.matchAll(/`([^`\n]+)`/g)].map((match) =>
    (match[1] ?? "").replace(/[:#]\d+$/, ""),
  );
  return spans
    .filter((span) => OUR_FOLDERS.test(span) && /^[\w./-]+$/.test(span) && !GENERATED.test(span))
    .filter((span) => !paths.has(span.replace(/\/$/, "")))
    .map((span) => `mentions ${span}, which does not exist`);
}

/**
 * @param {SourceFile} document
 * @param {Set<string>} known
 */
function scriptProblems(document, known) {
  return [...document.text.matchAll(/\bnpm run ([a-z][\w:-]*)/g)]
    .map((match) => (match[1] ?? "").replace(/[:-]$/, ""))
    .filter((name) => !known.has(name))
    .map((name) => `mentions npm run ${name}, which package.json does not have`);
}

/** @param {string} text */
function withoutCode(text) {
  return text.replace(/^(```|~~~)[\s\S]*?^\1/gm, "").replace(/`[^`\n]*`/g, "");
}

/**
 * GitHub's names for the headings of a document.
 * @param {string} text
 */
export function anchorsOf(text) {
  const anchors = new Set();
  for (const [, heading = ""] of text
    .replace(/^(```|~~~)[\s\S]*?^\1/gm, "")
    .matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
    const anchor = plain.replace(/[^\p{L}\p{N}\s_-]/gu, "").replace(/\s/g, "-");
    let unique = anchor;
    for (let count = 1; anchors.has(unique); count += 1) unique = `${anchor}-${count}`;
    anchors.add(unique);
  }
  return anchors;
}
