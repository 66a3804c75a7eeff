import { EXECUTOR_FACTORIES } from '../../forecast/runtime/factories';
import { serveBench } from './serve-bench';

/** The bench's worker in the app: every executor that ships. */
serveBench(EXECUTOR_FACTORIES);
