/** The words of `pools add` and its like. */
export const poolCommandsText = {
  commands: {
    add: 'make a pool known to Qubes (R4): what it is made of is there already',
    remove: 'make Qubes forget a pool that nothing uses (R4); what is in it stays on the disk',
    default: 'choose where new volumes go (R4); without a pool: where those of all kinds go',
  },
  options: {
    driver: 'what keeps volumes in it: lvm_thin, file-reflink, zfs …',
    option: 'an option of the driver, as often as there are: thin_pool=vm-pool',
    for: 'the volumes that it is about',
  },
  notAPool: 'name a pool, or root=POOL, private=POOL, volatile=POOL',
  notAnOption: 'an option of a driver is NAME=VALUE',
};
