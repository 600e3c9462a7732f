/**
 * Images: official sets, Digitclutter, tasks.
 * @module
 */
export { loadCifar10, loadCifar100, loadMnist, type CifarLoadOptions, type LoadOptions } from '../data/load';
export { loadDigitclutter, type DigitclutterOptions } from '../data/digitclutter/load-digitclutter';
export { sampleStimuli, type DigitCount, type Part } from '../data/digitclutter/generate';
export { drawStimuli, type DrawnStimuli, type DrawStimuliOptions } from '../data/digitclutter/draw-stimuli';
export { type DrawingProgress, type OnDrawing } from '../data/digitclutter/image-set';
export { readStimuli, StimulusError, writeStimuli } from '../data/digitclutter/stimulus-file';
export { type Character, type Stimulus } from '../data/digitclutter/stimulus';
export { loadTypeface, type Typeface } from '../data/digitclutter/typeface';
export { labelsPerImage, take, type Dataset, type ImageSet, type Normalization, type Provenance } from '../data/dataset';
export { loadTask, TASKS, TASK_FACTS, type Task, type TaskFacts } from '../data/task';
export { loadImageFolder, type ImageFolder, type ImageFolderOptions } from '../data/pictures/image-folder';
