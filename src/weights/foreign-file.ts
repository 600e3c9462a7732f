/** A file that is no safetensors file, as its first bytes tell, and what to do. */
export interface ForeignFile {
  readonly problem: string;
  readonly remedy: string;
}

/** What makes a safetensors file of what PyTorch saves; a checkpoint's network is often under the name state_dict. */
const CONVERSION = `convert it with these three lines of Python, then give FILE.safetensors:

import torch; from safetensors.torch import save_file
state = torch.load("FILE", map_location="cpu", weights_only=True)
save_file({k: v.contiguous().clone() for k, v in state.get("state_dict", state).items() if torch.is_tensor(v)}, "FILE.safetensors")`;

const startsWith = (bytes: Uint8Array, ...start: number[]): boolean => start.every((byte, i) => bytes[i] === byte);

/** What a file is that is no safetensors file; undefined where its first bytes do not tell. */
export function foreignFile(bytes: Uint8Array, name: string): ForeignFile | undefined {
  const text = Buffer.from(bytes.subarray(0, 200)).toString('latin1').trimStart();
  const conversion = CONVERSION.replaceAll('FILE', name.replace(/^.*[\\/]/, ''));
  if (text.startsWith('version https://git-lfs.github.com/spec/')) {
    return { problem: 'is a pointer of Git LFS, not the file that it stands for', remedy: 'fetch the file with "git lfs pull"' };
  }
  if (/^(?:<!doctype html|<html|<\?xml)/i.test(text)) return { problem: 'is a web page, not a file of weights', remedy: 'download the file itself, by the address behind its download button' };
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)) return { problem: 'is a zip archive, as PyTorch saves weights (.pt, .pth, .bin), not a safetensors file', remedy: conversion };
  if (bytes[0] === 0x80 && bytes[1]! >= 2 && bytes[1]! <= 5) return { problem: 'is a pickle, as old versions of PyTorch save weights (.th, .pt), not a safetensors file', remedy: conversion };
  if (startsWith(bytes, 0x89, 0x48, 0x44, 0x46)) return { problem: 'is an HDF5 file, as Keras saves weights, not a safetensors file', remedy: 'give the weights of a PyTorch network' };
  if (startsWith(bytes, 0x1f, 0x8b)) return { problem: 'is packed by gzip', remedy: 'unpack it first' };
  return undefined;
}
