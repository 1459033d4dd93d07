/** A setting that cannot be used, in words for whoever set it. */
export class ConfigError extends Error {}
