// Runs before the first paint, so that no page flashes in the wrong colours. Later changes: src/theme/theme.ts.
(() => {
  const chosen = () => {
    try {
      return localStorage.getItem("bellwire.theme");
    } catch {
      return null; // Some browsers forbid storage.
    }
  };
  const choice = chosen();
  const dark =
    choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
