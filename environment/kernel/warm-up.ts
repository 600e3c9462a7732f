/**
 * `node warm-up.js`: compiles the project's modules as a cell that imports them does, so that what is found out about them is
 * remembered before the first notebook asks.
 */
import path from 'node:path';
import { CellCompiler } from './cell-compiler';
import { findProjectRoot, requireFromTslab } from './project';

const root = findProjectRoot();
process.chdir(root);
CellCompiler.create(requireFromTslab(root), root, path.join(root, 'notebooks')).compile(`import '../src';`);
process.exit(0); // the compiler would wait for changes
