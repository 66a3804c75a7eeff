import { readLog } from '../../../src/records/log/log-store';
import { LogReader } from '../../../src/records/log/log-reader';
import { openRecords } from '../../../src/records/records';

/** What the page offers to the test, as its global `shop`: the records as a screen uses them. */
const shop = { openRecords, readLog, LogReader };

export type Shop = typeof shop;

Object.assign(globalThis, { shop });
