/**
 * @typedef {object} LockEntry
 * @property {string} [version]
 * @property {string} [resolved]
 * @property {boolean} [link]
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [devDependencies]
 * @property {Record<string, string>} [optionalDependencies]
 */
/** @typedef {Record<string, LockEntry>} LockEntries */
/** @typedef {{ path: string, content: Record<string, unknown> }} Manifest path: folder of the package.json, "" for the root */

const EXACT = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;
const GROUPS = /** @type {const} */ (["dependencies", "devDependencies", "optionalDependencies"]);

/**
 * What is wrong with the lock file. npm drops the packages of other platforms when a registry does not have them
 * all; `npm ci` then fails, on every machine. An address in it would bind everybody to one registry.
 * @param {LockEntries} entries `packages` of package-lock.json
 * @param {Manifest[]} manifests
 */
export function lockFileProblems(entries, manifests) {
  return [
    ...incomplete(entries),
    ...withAddress(entries),
    ...inexact(manifests),
    ...stale(entries, manifests),
  ];
}

/** @param {LockEntries} entries */
function incomplete(entries) {
  return Object.entries(entries).flatMap(([path, entry]) =>
    Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })
      .filter((name) => !isResolvable(entries, path, name))
      .map((name) => `package-lock.json: ${path || "the root"} needs ${name}, which has no entry`),
  );
}

/**
 * Looks where Node would: in node_modules of the package's folder and of every folder above.
 * @param {LockEntries} entries
 * @param {string} path
 * @param {string} name
 */
function isResolvable(entries, path, name) {
  const steps = path.split("/");
  for (let depth = steps.length; depth >= 0; depth -= 1) {
    const folder = steps.slice(0, depth).join("/");
    if (entries[folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`] !== undefined)
      return true;
  }
  return false;
}

/** @param {LockEntries} entries */
function withAddress(entries) {
  return Object.entries(entries)
    .filter(([, entry]) => entry.resolved !== undefined && /^[a-z+]+:\/\//.test(entry.resolved))
    .map(([path]) => `package-lock.json: ${path} holds a download address`);
}

/** @param {Manifest[]} manifests */
function inexact(manifests) {
  return manifests.flatMap(({ path, content }) =>
    versionsOf(content)
      .filter(([, , version]) => !EXACT.test(version))
      .map(
        ([group, name, version]) => `${join(path)}: ${group}.${name} is "${version}", not an exact version`,
      ),
  );
}

/**
 * @param {LockEntries} entries
 * @param {Manifest[]} manifests
 */
function stale(entries, manifests) {
  return manifests.flatMap(({ path, content }) => {
    const locked = new Set(versionsOf(entries[path] ?? {}).map((one) => one.join(" ")));
    const wanted = new Set(versionsOf(content).map((one) => one.join(" ")));
    const differing = [...wanted]
      .filter((one) => !locked.has(one))
      .concat([...locked].filter((one) => !wanted.has(one)));
    return differing.map((one) => `${join(path)} and package-lock.json disagree on ${one}`);
  });
}

/**
 * @param {Record<string, unknown>} content
 * @returns {[string, string, string][]} group, name, version
 */
function versionsOf(content) {
  return GROUPS.flatMap((group) =>
    Object.entries(/** @type {Record<string, string>} */ (content[group] ?? {})).map(
      /** @returns {[string, string, string]} */ ([name, version]) => [group, name, version],
    ),
  );
}

/** @param {string} path */
function join(path) {
  return path === "" ? "package.json" : `${path}/package.json`;
}
