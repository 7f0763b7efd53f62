import { settingsSentence } from './settings-sentence.ts';
import { type StageDefinition, type StageSettings, stageSettings } from './stage-settings.ts';
import { STAGES } from './stages.ts';

/**
 * Changes to a stage's settings. A plain value or a list replaces the stage's, a group is merged into the stage's one
 * level deep, and `null` turns an optional group off.
 */
export type StageOverrides = {
  readonly [Name in keyof StageDefinition]?:
    | (StageDefinition[Name] extends readonly unknown[] | string | number | boolean
        ? StageDefinition[Name]
        : Partial<StageDefinition[Name]>)
    | (undefined extends StageDefinition[Name] ? null : never);
};

/** A stage that does not exist, or a setting that cannot be deployed. The message is one sentence. */
export class StageSettingsError extends Error {
  override name = 'StageSettingsError' as const;
}

/**
 * The settings of one stage of `stages.ts`.
 *
 * @throws StageSettingsError naming the unknown stage or the first bad setting
 */
export function loadStageSettings(stage: string, overrides: StageOverrides = {}): StageSettings {
  const definition = Object.hasOwn(STAGES, stage) ? STAGES[stage] : undefined;
  if (!definition) {
    throw new StageSettingsError(`There is no stage "${stage}": choose one of ${Object.keys(STAGES).join(', ')}.`);
  }
  const parsed = stageSettings.safeParse({ stage, ...merged(definition, overrides) }, { error: settingsSentence });
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const setting = issue.path.length > 0 ? `${issue.path.join('.')} ` : '';
    throw new StageSettingsError(`The settings of stage "${stage}" are wrong: ${setting}${issue.message}.`);
  }
  return parsed.data;
}

type Group = Record<string, unknown>;

function merged(definition: Group, overrides: Group): Group {
  const result: Group = { ...definition };
  for (const [name, value] of Object.entries(overrides)) {
    const group = result[name];
    result[name] = isGroup(value) ? withoutNulls({ ...(isGroup(group) ? group : {}), ...value }) : value;
  }
  return withoutNulls(result);
}

const withoutNulls = (group: Group): Group =>
  Object.fromEntries(Object.entries(group).filter(([, value]) => value !== null));

function isGroup(value: unknown): value is Group {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const SETTING_PATH = /^[a-z]\w*(\.[a-z]\w*)*$/i;

/**
 * Adds one setting to overrides: what `--set PATH=JSON` means. A name that no schema knows is refused when the stage
 * is loaded.
 *
 * @example applySetting({}, 'lifetimes.freshSeconds', '60') // { lifetimes: { freshSeconds: 60 } }
 * @example applySetting({}, 'canary', 'null') // { canary: null }: turned off
 * @param path names joined by dots
 * @throws StageSettingsError when the path is no such names, or the value no JSON
 */
export function applySetting(overrides: StageOverrides, path: string, json: string): StageOverrides {
  if (!SETTING_PATH.test(path)) {
    throw new StageSettingsError(`The setting "${path}" must be names joined by dots, such as lifetimes.freshSeconds.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new StageSettingsError(`The setting ${path} must be JSON, such as 60, "text", {} or null, not ${json}.`);
  }
  return withValue(overrides, path.split('.'), value) as StageOverrides;
}

function withValue(group: Group, [name, ...rest]: readonly string[], value: unknown): Group {
  const former = group[name!];
  return { ...group, [name!]: rest.length === 0 ? value : withValue(isGroup(former) ? former : {}, rest, value) };
}
