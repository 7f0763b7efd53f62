/**
 * Checks a base URL when the client is created: by then it is clear that no request could succeed.
 *
 * @returns the base URL without slashes at its end
 * @throws TypeError for one that is neither an http(s) URL nor a path, or is more than that; it names the right one
 */
export declare function checkedBaseUrl(given: string | undefined): string;
