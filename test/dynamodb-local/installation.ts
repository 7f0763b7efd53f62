import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Ignored by git. */
export const FOLDER = join(import.meta.dirname, '../../.cache/dynamodb-local');

export const JAR = join(FOLDER, 'DynamoDBLocal.jar');
export const LIBRARIES = join(FOLDER, 'DynamoDBLocal_lib');

export const isInstalled = (): boolean => existsSync(JAR) && existsSync(LIBRARIES);
