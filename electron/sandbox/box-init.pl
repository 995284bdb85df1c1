#!/usr/bin/perl
# Process 1 of the box: makes a dom0 out of the host's root, starts the supervisor, and powers off after it.
#
# Perl, because perl-base is on every Debian, and raw system calls, because starting a program costs 10 to 30 ms in
# User-Mode Linux. The paths are those of box-layout.ts. The kernel's command line arrives as environment:
#   QS_MODE  run: the disks are a dom0's; anything else: the supervisor makes them one
#   QS_NODE  the host's Node binary
use strict;
use warnings;
use POSIX ();

my %NR = (sync => 162, mount => 165, umount2 => 166, reboot => 169, sethostname => 170, finit_module => 313);
my ($RDONLY, $NOSUID, $NODEV, $REMOUNT, $BIND, $MOVE) = (1, 2, 4, 32, 4096, 8192);
my ($LOOP_CLR_FD, $POWER_OFF) = (0x4C01, 0x4321fedc);

my $APP       = '/run/app';
my $DISK      = '/run/dom0-disk';
my $CHANNEL   = '/dev/ttyS0';
my $LOOP_DISK = '/srv/loopdisk.img';
my @MODULES   = qw(
  fs/overlayfs/overlay drivers/block/loop drivers/md/dm-mod drivers/md/dm-bufio
  drivers/md/persistent-data/dm-persistent-data drivers/md/dm-bio-prison drivers/md/dm-thin-pool drivers/md/dm-snapshot
);
# Folder of dom0's disk => where dom0 has it.
my %BOUND = (
  qubes   => '/var/lib/qubes',
  storage => '/var/lib/qubes-storage',
  systemd => '/etc/systemd/system/multi-user.target.wants',
  srv     => '/srv',
);
# The original's tools: same engine, told by their own name.
my @TOOLS = qw(qvm-to-lvm qvm-clone qvm-block qvm-create qvm-remove qvm-grow-private qvm-grow-root);

my $mode = $ENV{QS_MODE} // 'run';
my $node = $ENV{QS_NODE} // '/usr/bin/node';

make_root();
make_mounts();
make_configuration();
mount_disks() if $mode eq 'run';
power_off(supervise());

sub power_off {
  my ($status) = @_;
  stop_everything();
  if (open my $out, '>', '/proc/exitcode') { print $out "$status\n"; close $out; }
  syscall($NR{sync});
  syscall($NR{reboot}, 0xfee1dead, 672274793, $POWER_OFF, 0);
}

sub give_up {
  print STDERR "box: $_[0]\n";
  power_off(1);
}

sub mount_at {
  my ($source, $target, $type, $flags, $data) = @_;
  my @text = map { "$_" } $source, $target, $type, $data // '';
  return 1 if syscall($NR{mount}, @text[0 .. 2], ($flags // 0) + 0, $text[3]) == 0;
  give_up("cannot mount $source at $target: $!");
}

sub make_dirs {
  for my $dir (@_) {
    my $path = '';
    for my $part (grep { length } split m{/}, $dir) { $path .= "/$part"; mkdir $path; }
  }
}

sub write_file {
  my ($path, $content, $permissions) = @_;
  open my $out, '>', $path or give_up("cannot write $path: $!");
  print $out $content;
  close $out;
  chmod $permissions, $path;
}

# The host's files with a writable layer of memory above: dom0's own paths can exist, and the host keeps its bytes.
sub make_root {
  # In a user namespace set-uid programs would drop to `nobody`, and mount(8) refuses to work then.
  mount_at('none', '/', 'hostfs', $REMOUNT | $RDONLY | $NOSUID);
  mount_at('proc', '/proc', 'proc');
  load_modules();
  mount_at('tmpfs', '/run', 'tmpfs', 0, 'mode=755');
  make_dirs('/run/upper', '/run/work', '/run/root');
  mount_at('overlay', '/run/root', 'overlay', $NOSUID, 'lowerdir=/,upperdir=/run/upper,workdir=/run/work');
  mount_at("/$_", "/run/root/$_", '', $MOVE) for qw(dev proc);
  chdir '/run/root';
  mount_at('.', '/', '', $MOVE);
  chroot '.' and chdir '/';
}

sub load_modules {
  my $release = (POSIX::uname())[2];
  for my $module (@MODULES) {
    my $path = "/usr/lib/uml/modules/$release/kernel/$module.ko";
    open my $file, '<', $path or give_up("cannot read $path: $!");
    my $parameters = '';
    syscall($NR{finit_module}, fileno($file), $parameters, 0) == 0 or give_up("cannot load $module: $!");
  }
}

sub make_mounts {
  mount_at('sysfs', '/sys', 'sysfs');
  mount_at('tmpfs', '/run', 'tmpfs', $NOSUID | $NODEV, 'mode=755');
  mount_at('tmpfs', '/tmp', 'tmpfs', $NOSUID | $NODEV, 'mode=1777');
  # The host's is nobody's business, and unreadable for an ordinary user.
  mount_at('tmpfs', '/root', 'tmpfs', $NOSUID | $NODEV, 'mode=700');
  make_dirs('/dev/shm', '/dev/pts', '/run/lock/lvm', '/run/lvm', '/run/qubes-storage', '/run/user/0', $APP, $DISK, '/share', values %BOUND);
  mount_at('tmpfs',  '/dev/shm', 'tmpfs',  $NOSUID | $NODEV);
  mount_at('devpts', '/dev/pts', 'devpts', $NOSUID, 'ptmxmode=666');
  # devtmpfs leaves these to udev.
  symlink "/proc/self/fd$_->[0]", "/dev/$_->[1]" for ['', 'fd'], ['/0', 'stdin'], ['/1', 'stdout'], ['/2', 'stderr'];
  mount_at('none',   $APP,       'hostfs', $RDONLY | $NOSUID | $NODEV, '/sys/box/app');
  chmod 0700, '/run/qubes-storage', '/run/user/0';
}

sub make_configuration {
  my $name = 'dom0';
  syscall($NR{sethostname}, $name, length $name);
  %ENV = (
    PATH => '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME => '/root', USER => 'root', TMPDIR => '/tmp',
    LC_ALL => 'C.UTF-8', DM_DISABLE_UDEV => 1, LVM_SUPPRESS_FD_WARNINGS => 1, QUBES_STORAGE_BOX => 1, QS_MODE => $mode,
    # Without effect on Node itself; it turns an Electron binary into one.
    ELECTRON_RUN_AS_NODE => 1,
  );
  make_dirs("/etc/lvm");
  write_file("/etc/lvm/lvm.conf", lvm_configuration(), 0644);
  append_group('qubes:x:98:root');
  make_dirs('/usr/local/bin');
  unlink '/usr/local/bin/node';
  symlink $node, '/usr/local/bin/node';
  write_file('/usr/local/bin/qubes-storage', "#!/bin/sh\nexec node $APP/dist/cli.mjs \"\$@\"\n", 0755);
  write_file("/usr/local/bin/$_", "#!/bin/sh\nexec node $APP/dist/cli.mjs $_ \"\$@\"\n", 0755) for @TOOLS;
}

sub append_group {
  my ($entry) = @_;
  open my $file, '+<', '/etc/group' or return;
  return if grep { /^qubes:/ } <$file>;
  print $file "$entry\n";
}

# No udev, no monitoring daemon, no lock daemon runs here. ubda and ubdc are not LVM's.
sub lvm_configuration {
  return <<'CONF';
devices {
  filter = [ "a|^/dev/ubd[bd-h]$|", "a|^/dev/loop|", "a|^/dev/mapper/lab-|", "r|.*|" ]
  obtain_device_list_from_udev = 0
  external_device_info_source = "none"
  multipath_component_detection = 0
  md_component_detection = 0
  use_devicesfile = 0
}
activation { udev_sync = 0 udev_rules = 0 verify_udev_operations = 0 monitoring = 0 error_when_full = 1 reserved_memory = 0 }
backup { backup = 0 archive = 0 }
global { use_lvmlockd = 0 use_lvmpolld = 0 locking_dir = "/run/lock/lvm" }
CONF
}

sub mount_disks {
  mount_at('/dev/ubda', $DISK, 'ext4', $NOSUID | $NODEV);
  for my $folder (sort keys %BOUND) {
    make_dirs("$DISK/$folder");
    mount_at("$DISK/$folder", $BOUND{$folder}, '', $BIND);
  }
  run_quietly('losetup', '/dev/loop0', $LOOP_DISK) if -e $LOOP_DISK;
  run_quietly('vgchange', '-qq', '--activate', 'y') == 0 or print STDERR "box: not every volume group could be activated\n";
}

sub run_quietly {
  my $child = fork();
  if (!$child) {
    open STDIN,  '<', '/dev/null';
    open STDOUT, '>', '/dev/null';
    { no warnings 'exec'; exec @_ }
    POSIX::_exit(127);
  }
  waitpid $child, 0;
  return $?;
}

# Runs the supervisor on the serial line and buries every orphan meanwhile. Its exit status is the machine's.
sub supervise {
  my $child = fork();
  if (!$child) {
    POSIX::setsid();
    open STDIN,  '<', $CHANNEL;
    open STDOUT, '>', $CHANNEL;
    make_raw();
    { no warnings 'exec'; exec $node, "$APP/dist/box-supervisor.mjs" }
    print STDERR "box: cannot start $node: $!\n";
    POSIX::_exit(127);
  }
  my $ended;
  do { $ended = wait() } until $ended == $child;
  return $? & 127 ? 128 + ($? & 127) : $? >> 8;
}

# Eight bits, no echo, no line discipline: the line carries frames.
sub make_raw {
  my $terminal = POSIX::Termios->new;
  $terminal->getattr(0);
  $terminal->$_(0) for qw(setlflag setiflag setoflag);
  $terminal->setcc(POSIX::VMIN(), 1);
  $terminal->setattr(0, POSIX::TCSANOW());
}

sub stop_everything {
  kill 'TERM', -1;
  # Every process descends from this one, so when no child is left nothing is.
  for (1 .. 30) {
    my $ended;
    1 while ($ended = waitpid -1, POSIX::WNOHANG()) > 0;
    last if $ended == -1;
    select undef, undef, undef, 0.1;
  }
  kill 'KILL', -1;
  1 while waitpid(-1, 0) > 0;
  unmount_file_systems();
  # Devices on file templates are the hypervisor's, not the guests': they hold loop devices, and these dom0's disk.
  for my $device (glob('/dev/mapper/origin-*'), glob('/dev/mapper/snapshot-*')) { run_quietly('dmsetup', 'remove', $device); }
  detach_loops();
  run_quietly('vgchange', '-qq', '--activate', 'n') if glob '/dev/mapper/*-tpool';
  # Once more: the disk of dom0 holds the files of loop devices.
  unmount_file_systems();
}

sub unmount_file_systems {
  open my $mounts, '<', '/proc/self/mounts' or return;
  for (reverse <$mounts>) {
    my (undef, $target, $type) = split;
    next if $type ne 'ext4';
    $target =~ s/\\([0-7]{3})/chr oct $1/ge;
    syscall($NR{umount2}, $target, 0);
  }
}

sub detach_loops {
  for my $backing (glob '/sys/block/loop*/loop/backing_file') {
    my ($name) = $backing =~ m{/sys/block/(loop\d+)/};
    open my $device, '<', "/dev/$name" or next;
    ioctl $device, $LOOP_CLR_FD, 0;
  }
}
