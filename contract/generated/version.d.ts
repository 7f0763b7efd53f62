// Generated from package.json by `npm run generate`.
export declare const VERSION: string;
