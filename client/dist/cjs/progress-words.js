"use strict";
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

// src/live/progress-words.ts
var progress_words_exports = {};
__export(progress_words_exports, {
  progressInWords: () => progressInWords
});
module.exports = __toCommonJS(progress_words_exports);
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
