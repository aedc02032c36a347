// Runs before the first paint so that a chosen scheme never flashes; "auto" leaves the choice to the system.
(() => {
  const chosen = localStorage.getItem("hilo.color-scheme");
  const dark =
    chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
