// src/live/progress-words.ts
function progressInWords({ steps }) {
  const lines = [];
  for (const step of steps) {
    const { provider, state } = step;
    const asked = lines.findLast((line) => line.provider === provider && line.outcome === "");
    if (state === "asked" || !asked) lines.push({ provider, outcome: state === "asked" ? "" : outcomeOf(step) });
    else asked.outcome = outcomeOf(step);
  }
  return lines.map(({ provider, outcome }) => `asking ${provider} \u2026${outcome}`);
}
function outcomeOf({ state, ms, sources }) {
  const seconds = `${(ms / 1e3).toFixed(1)} s`;
  switch (state) {
    case "found":
      return ` found ${sources === void 0 ? "it" : `${sources} source${sources === 1 ? "" : "s"}`} in ${seconds}`;
    case "not-found":
      return ` does not have it, after ${seconds}`;
    case "late":
      return ` too late, after ${seconds}`;
    default:
      return ` failed after ${seconds}`;
  }
}
export {
  progressInWords
};
