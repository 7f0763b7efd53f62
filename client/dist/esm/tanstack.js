// src/tanstack/stream-options.ts
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
export {
  streamOptions
};
