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

// src/tanstack/stream-options.ts
var stream_options_exports = {};
__export(stream_options_exports, {
  streamOptions: () => streamOptions
});
module.exports = __toCommonJS(stream_options_exports);
function streamOptions(client, request, { onProgress } = {}) {
  return {
    queryKey: ["@stream-api/client", client.baseUrl, titleOf(request)],
    queryFn: async ({ signal, queryKey, client: queries }) => {
      if (onProgress) client.watch(request, { onProgress, signal });
      const hasData = () => queries?.getQueryData(queryKey) !== void 0;
      const onRefresh = (newer) => {
        if (hasData()) queries?.setQueryData(queryKey, queried(newer));
      };
      return queried(await client.getAnswer(request, { signal, reload: hasData(), onRefresh }));
    },
    select: withoutLife,
    staleTime: ({ state: { data, dataUpdatedAt } }) => Math.max(0, (data?.freshUntil ?? 0) - dataUpdatedAt),
    retry: false
  };
}
function titleOf({ tmdbId, mediaType, season, episode }) {
  const title = { tmdbId: String(tmdbId), mediaType };
  return mediaType === "tv" ? { ...title, season, episode } : title;
}
var queried = ({ data, freshUntil }) => ({
  ...data,
  freshUntil: freshUntil?.getTime() ?? 0
});
var withoutLife = ({ freshUntil: _, ...data }) => data;
