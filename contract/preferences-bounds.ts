/* What of a viewer may be stored, free of Zod, which the function behind the route does not load. */

/** Subtitle languages of one viewer. */
export const MAX_LANGUAGES = 10;

/** A BCP 47 tag. */
export const SUBTITLE_LANGUAGE = /^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{1,8}){0,4}$/;
