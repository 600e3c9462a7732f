/** Makes the native library fail to load in this process, as on a machine where it was never compiled. */
const dlopen = process.dlopen.bind(process);
process.dlopen = (module: object, filename: string, flags?: number): void => {
  if (filename.endsWith('tfjs_binding.node')) throw new Error('libtensorflow_framework.so.2: cannot open shared object file');
  if (flags === undefined) dlopen(module, filename);
  else dlopen(module, filename, flags);
};
