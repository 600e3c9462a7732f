#!/usr/bin/env bash
# Trains every run of a preset, or of a sweep in a file, as one array of Slurm jobs, without Snakemake. In the project's folder:
#
#   bash environment/sweep/slurm-array.sh PRESET [EXPERIMENT] [-- OPTIONS OF sbatch]
#   bash environment/sweep/slurm-array.sh FILE.json [-- OPTIONS OF sbatch]
#
# --dry-run before the rest prints what would be submitted, and submits nothing; it needs no cluster.
# Submit it again after failures or time limits: runs that are done are left as they are, others go on from their checkpoints.
# RUNS_DIR names the folder of the runs.
#SBATCH --job-name=iterative-resnets
#SBATCH --cpus-per-task=1
#SBATCH --mem=3G
#SBATCH --time=04:00:00
#SBATCH --signal=B:TERM@60
#SBATCH --requeue
set -euo pipefail

# As options of npm run plan and npm run train: what $1 names.
chosen() {
  if [[ $1 == *.json ]]; then which=(--sweep "$1"); else which=(--preset "$1"); fi
}

if [[ -n ${SLURM_ARRAY_TASK_ID:-} ]]; then
  run=$(sed -n "$((SLURM_ARRAY_TASK_ID + 1))p" "$RUN_LIST")
  # In the place of this shell, so that Slurm's SIGTERM reaches the training, which then saves a checkpoint.
  chosen "$CHOSEN"
  exec node environment/run.mjs train "${which[@]}" --run "$run"
fi

usage='Usage: bash environment/sweep/slurm-array.sh [--dry-run] PRESET [EXPERIMENT] [-- OPTIONS OF sbatch], or FILE.json in the place of PRESET'
dry_run=false
if [[ ${1:-} == --dry-run ]]; then
  dry_run=true
  shift
fi
CHOSEN=${1:?$usage}
if [[ $CHOSEN == -* ]]; then
  echo "$usage" >&2
  exit 2
fi
if ! $dry_run && ! command -v sbatch > /dev/null; then
  echo 'There is no Slurm here (no sbatch): go to a machine of the cluster.' >&2
  exit 1
fi
[[ $CHOSEN == *.json ]] && CHOSEN=$(realpath "$CHOSEN")
chosen "$CHOSEN"
shift
experiment=()
if [[ $# -gt 0 && $1 != -- ]]; then
  experiment=(--experiment "$1")
  shift
fi
[[ $# -gt 0 && $1 == -- ]] && shift

logs=output/slurm
listing=$(node environment/run.mjs plan "${which[@]}" "${experiment[@]}" --list)
if [[ -z $listing ]]; then
  echo "$CHOSEN has no runs that are to be trained." >&2
  exit 1
fi
count=$(wc -l <<< "$listing")
submit=(sbatch --array="0-$((count - 1))" --output="$logs/%A_%a.log" "$@" environment/sweep/slurm-array.sh)
if $dry_run; then
  echo "$listing"
  echo "Nothing is submitted; without --dry-run the $count runs above would be, by: ${submit[*]}"
  exit
fi
mkdir -p "$logs"
RUN_LIST=$(mktemp "$PWD/$logs/$(basename "$CHOSEN" .json)-XXXXXX.runs")
cut -f1 <<< "$listing" > "$RUN_LIST"
export CHOSEN RUN_LIST
"${submit[@]}"
