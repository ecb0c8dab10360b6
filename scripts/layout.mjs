import { dependencyProblems } from "./check/dependency-rules.mjs";
import { documentProblems } from "./check/document-rules.mjs";
import { fileProblems, testPathProblems } from "./check/file-rules.mjs";
import { manifestProblems } from "./check/manifest-rules.mjs";
import { readTree } from "./check/tree.mjs";

/**
 * Every breach of the layout rules in the repository at `root`, one sentence each.
 * @param {string} root
 */
export function layoutProblems(root) {
  const { paths, files } = readTree(root);
  const manifest = files.find((file) => file.path === "package.json");
  const npmScripts = Object.keys(JSON.parse(manifest?.text ?? "{}").scripts ?? {});
  return [
    ...dependencyProblems(files),
    ...manifestProblems(files),
    ...fileProblems(files),
    ...testPathProblems(files, paths),
    ...documentProblems(files, paths, npmScripts),
  ];
}
