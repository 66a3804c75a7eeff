import { serveBench } from '../../src/app/bench/serve-bench';
import { EXECUTOR_FACTORIES } from '../../src/forecast/runtime/factories';
import { onnxruntimeWeb } from '../peers/onnxruntime';

serveBench({ ...EXECUTOR_FACTORIES, 'onnxruntime-web': onnxruntimeWeb });
