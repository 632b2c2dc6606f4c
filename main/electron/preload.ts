import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { CallName } from '../../shared/contract/index.ts';
import { exposeBridge } from './bridge.ts';

/** Put in by the build (electron.vite.config.ts) from the contract, so that the preload carries the names and not zod. */
declare const CALL_NAMES: readonly CallName[];

exposeBridge({ contextBridge, ipcRenderer, webUtils }, CALL_NAMES);
