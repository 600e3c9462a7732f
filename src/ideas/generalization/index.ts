/**
 * L4: test error, also at a matched effective number of parameters.
 * @module
 */
export { effectiveParameterCount as measure, effectiveParameters, effectiveParametersByName, parameterCount, participationRatio } from './measure';
export { testErrorAgainstConstraints as figure } from './figure';
export { testErrorAgainstParameters } from './test-error-against-parameters';
