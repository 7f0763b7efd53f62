import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { LocalStack } from '../../local/stack.ts';
import { exchange } from '../support/http-exchange.ts';
import { json, type ProviderService, startProviderService } from '../support/provider-service.ts';
import { type StageVariants, serviceOnly, stageVariants } from '../support/stage-variants.ts';
import { describeInChromium, openPage } from './chromium.ts';
import { eventually } from './eventually.ts';

/* Real hls.js on the local stack, whose clocks run faster: links that live 180 s are renewed every two seconds. */

const SPEED = 60;
const BEGAN = Date.now();
const now = () => BEGAN + (Date.now() - BEGAN) * SPEED;
const FASTER = `data:text/javascript,${encodeURIComponent(
  `const real = Date.now; Date.now = () => ${BEGAN} + (real() - ${BEGAN}) * ${SPEED};`,
)}`;
