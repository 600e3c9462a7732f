/** A Slurm cluster of this one machine, from Debian's packages. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, hostname, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, run } from '../../system/child.mjs';
import { installed } from '../../system/paths.mjs';
import { Problem } from '../../system/problem.mjs';

/** Jobs of Slurm 22 look for it here, whatever SLURM_CONF says. */
const configuration = '/etc/slurm/slurm.conf';
const mark = '# Written by npm run test:slurm of iterative-resnets';
const state = '/var/spool/iterative-resnets-slurm';
const log = join(installed, 'logs', 'slurm.log');

/** No accounts, no control groups: nothing that a container lacks. */
const settings = () => `${mark}
ClusterName=one
SlurmctldHost=${hostname()}
AuthType=auth/munge
SlurmUser=root
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
ReturnToService=2
StateSaveLocation=${state}/controller
SlurmdSpoolDir=${state}/node
SlurmctldPidFile=${state}/controller.pid
SlurmdPidFile=${state}/node.pid
SlurmctldLogFile=${state}/controller.log
SlurmdLogFile=${state}/node.log
NodeName=${hostname()} CPUs=${availableParallelism()} RealMemory=${Math.floor(totalmem() / 2 ** 20)} State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
`;

/** Why none may be set up here, undefined where one may. */
function obstacle() {
  if (process.getuid?.() !== 0) return 'a Slurm can be set up by root only.';
  if (!existsSync('/usr/bin/apt-get')) return 'Slurm comes from packages of Debian, and this system has no apt-get.';
  if (existsSync(configuration) && !readFileSync(configuration, 'utf8').startsWith(mark)) return `this machine has a Slurm of its own (${configuration}), which is left alone.`;
  return undefined;
}

async function install() {
  if (['slurmctld', 'slurmd', 'munged'].every((program) => existsSync(join('/usr/sbin', program)))) return;
  console.log("Installing Debian's slurm-wlm and munge");
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { doing: "installing Debian's slurm-wlm", log, env, endWithUs: false };
  await run('apt-get', ['-o', 'DPkg::Lock::Timeout=120', 'update'], options);
  await run('apt-get', ['-o', 'DPkg::Lock::Timeout=120', 'install', '-y', '--no-install-recommends', 'slurm-wlm', 'munge'], options);
}

/** @param {string} command @param {...string} args */
function must(command, ...args) {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
  if (status !== 0) throw new Problem(`${[command, ...args].join(' ')} failed: ${stderr.trim()}`);
}

function stop() {
  for (const program of ['slurmd', 'slurmctld', 'munged']) {
    spawnSync('pkill', ['--exact', program]);
    while (spawnSync('pgrep', ['--exact', program]).status === 0) spawnSync('sleep', ['0.1']);
  }
  rmSync(configuration, { force: true });
  rmSync(state, { recursive: true, force: true });
}

/**
 * Starts the cluster; afterwards no trace of its configuration is left.
 * @returns {Promise<{ stop: () => void } | { reason: string }>}
 */
export async function startSlurm() {
  const reason = obstacle();
  if (reason !== undefined) return { reason };
  await install();
  if (existsSync(configuration)) stop(); // what a killed test left
  for (const folder of ['controller', 'node']) mkdirSync(join(state, folder), { recursive: true });
  writeFileSync(configuration, settings());
  mkdirSync('/run/munge', { recursive: true });
  must('chown', 'munge:munge', '/run/munge');
  if (!ask('munge', ['--no-input']).ok) must('runuser', '-u', 'munge', '--', '/usr/sbin/munged');
  must('slurmctld', '-c');
  must('slurmd', '-c');
  for (let waited = 0; waited < 30; waited++) {
    if (ask('sinfo', ['--noheader', '--format=%T']).output === 'idle') return { stop };
    await sleep(1000);
  }
  const { output } = ask('tail', ['-n', '3', join(state, 'controller.log')]);
  stop();
  throw new Problem(`The Slurm of this machine did not get ready in 30 s: ${output}`);
}
