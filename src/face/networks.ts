/**
 * Networks: built here, of your own, published, from files of weights.
 * @module
 */
export { ResidualNetwork } from '../networks/residual-network';
export { OwnNetwork, type BlockParts, type OwnLayers, type Parts } from '../networks/own-network';
export { type Network } from '../networks/network';
export { type NetworkDefinition, type NetworkInput } from '../networks/definition';
export { namedNetwork, NETWORK_NAMES, type NetworkName } from '../networks/named-networks';
export { measurable, measurableInTraining, type Layer, type MeasurableNetwork, type MeasurableStage, type NetworkValues } from '../networks/measurable-network';
export { Operations } from '../engine/operations';
export { numbersOf, tensorOf } from '../engine/tensors';
export { type Shape, type Value } from '../engine/values';
export { loadNetwork, saveNetwork, type SavedNetwork } from '../weights/network-file';
export { loadPublishedNetwork, PUBLISHED_NETWORKS, type PublishedName, type PublishedWeights } from '../weights/published-networks';
export { ARCHITECTURE_NAMES, importNetwork, loadCifarResnet, type ImportOptions } from '../weights/import-network';
export { type ImportedNetwork } from '../weights/imported-network';
export { readTensors, writeTensors } from '../weights/safetensors';
export { type StoredTensor, type TensorFile } from '../weights/tensor-file';
export { WeightsError } from '../weights/weights-error';
