// The theme of the page: an attribute of the root element. The server keeps the choice of the person; the cookie serves the account pages.
const system = matchMedia("(prefers-color-scheme: dark)");
let follower = null;

const isDark = () => (document.documentElement.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";

function tell() {
  follower?.invokeMethodAsync("OnChanged", isDark()).catch(() => { follower = null; });
}

system.addEventListener("change", tell);

export function follow(reference) {
  follower = reference;
  return isDark();
}

export function chosen() {
  return document.documentElement.dataset.theme ?? "system";
}

export function choose(mode) {
  if (mode === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = mode;
  const age = mode === "system" ? 0 : 31536000;
  document.cookie = `theme=${mode}; path=/; max-age=${age}; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
  tell();
}
