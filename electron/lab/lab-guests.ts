import type { LabBox } from './lab-box.ts';

const stateDir = '/run/qubes-storage/guests';

/** Starts a guest of the box's hypervisor with one disk, and waits until it runs. */
export const startGuest = (box: LabBox, vm: string, imagePath: string): Promise<string> =>
  box.sh(`
    setsid node /run/app/dist/guest.mjs --name=${vm} --state=${stateDir} --disk=xvdb:w:${imagePath} </dev/null &>/dev/null &
    until grep --quiet '"running"' ${stateDir}/${vm}.json 2>/dev/null; do sleep 0.05; done
  `);

/** Shuts a guest down and waits until nothing of it is left. */
export const stopGuest = (box: LabBox, vm: string): Promise<string> =>
  box.sh(`
    kill $(grep --only-matching '"processId":[0-9]*' ${stateDir}/${vm}.json | cut --delimiter=: --fields=2)
    while test -e ${stateDir}/${vm}.json; do sleep 0.05; done
  `);
