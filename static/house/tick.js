// Every five seconds while the tab is seen: parts with hx-trigger="tick from:body" ask again.
const PACE = 5_000;
setInterval(() => {
  if (document.visibilityState === "visible" && navigator.onLine) document.body.dispatchEvent(new CustomEvent("tick"));
}, PACE);
