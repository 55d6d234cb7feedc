import { common } from './en/common';
import { fault } from './en/fault';
import { frame } from './en/frame';
import { log } from './en/log';
import { settings } from './en/settings';
import { state } from './en/state';
import type { Shape } from './shape';
import type { Texts } from './uk';

export const en = { common, fault, frame, log, settings, state } satisfies Shape<Texts>;
