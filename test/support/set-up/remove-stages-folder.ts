import { rm } from 'node:fs/promises';

export default async function removeStagesFolder(): Promise<void> {
  await rm(process.env.STAGES_FOLDER!, { recursive: true, force: true });
}
