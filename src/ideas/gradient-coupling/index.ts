/**
 * L2: what soft gradient coupling does to the indices.
 * @module
 */
export { indicesAgainstCoupling as figure } from './figure';
