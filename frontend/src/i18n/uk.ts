import { common } from './uk/common';
import { fault } from './uk/fault';
import { frame } from './uk/frame';
import { log } from './uk/log';
import { settings } from './uk/settings';
import { state } from './uk/state';

/** The Ukrainian texts: the first language and the type of all others. One file an area. */
export const uk = { common, fault, frame, log, settings, state };

export type Texts = typeof uk;
