import { createApp } from '../lib/app.ts';
import { StageSettingsError } from '../lib/stage/load-stage.ts';
import { consolePage } from './console-page.ts';

// The app of the `cdk` command, which writes the templates when this file has run.

try {
  await createApp({ checks: true, consolePage });
} catch (error) {
  if (!(error instanceof StageSettingsError)) throw error;
  console.error(error.message);
  process.exit(1);
}
