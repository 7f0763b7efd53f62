// src/tanstack/stream-options.ts
function streamOptions(client, request) {
  const queryKey = ["@stream-api/client", client.baseUrl, titleOf(request)];
  return {
    queryKey,
    queryFn: async ({ signal, client: queries }) => queried(
      await client.getAnswer(request, {
        signal,
        reload: queries?.getQueryData(queryKey) !== void 0,
        onRefresh: (newer) => queries?.setQueryData(queryKey, queried(newer))
      })
    ),
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
