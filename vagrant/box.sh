#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Builds the course VM's box from Debian's packages, with everything inside, for
# rooms without network.
#
# The file system is made from a folder and the boot loader is placed by offset:
# nothing is mounted but what mmdebstrap mounts, in a mount namespace of its own
# that vanishes with this process, so that a killed build leaves no mount behind.
# Every time in the image is the same fixed one: the same packages give the same
# image, byte for byte.
#
# shellcheck disable=SC2317 # functions that are called by name, or by a trap
set -euo pipefail
umask 022

readonly EXIT_FAILED=1 EXIT_USAGE=2 EXIT_MISSING=3
readonly SUITE=bookworm
readonly LABEL=message-slot
readonly UUID=6d736773-6c6f-7400-8000-000000000235
readonly KIT_INSIDE=/opt/message-slot
readonly LIMIT_MB=600
readonly DISK_GB=10
readonly START=2048 # first sector of the partition; the boot loader is before it
# The times in the image. Not those of the build, which would make every image differ.
export SOURCE_DATE_EPOCH=1767225600
export LC_ALL=C.UTF-8 TZ=UTC

# The well-known public key that Vagrant logs in with for the first time.
readonly VAGRANT_KEY='ssh-rsa AAAAB3NzaC1yc2EAAAABIwAAAQEA6NF8iallvQVp22WDkTkyrtvp9eWW6A8YVr+kz4TjGYe7gHzIw+niNltGEFHzD8+v1I2YJ6oXevct1YeS0o9HZyN1Q9qgCgzUFtdOKLv6IedplqoPkcmF0aYet2PkEDo3MlTBckFXPITAMzF8dJSIFo9D8HfdOV0IAdx4O7PtixWKn5y2hMNG0zQPyUecp4pzC6kivAIhyfHilFR61RGL+GPXQ2MWZWFYbAGjyiYJnAmCP3NOTd0jMZEnDkbUvxhMmBYSdETk1rRgm+R4LOzFUGaHqHDLKLX+FIPKcF96hrucXzcWyLbIbEgE98OHlnVYCzRdK8jlqm8tehUc9c9WhQ== vagrant insecure public key'

PACKAGES=(
	linux-image-cloud-amd64 linux-headers-cloud-amd64 initramfs-tools zstd
	systemd-sysv ifupdown isc-dhcp-client iproute2 procps psmisc
	openssh-server sudo ca-certificates less nano man-db manpages manpages-dev file
)

kit=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)

usage() {
	cat <<-'END'
		Usage: sudo lab box [--out FILE] [--for libvirt|virtualbox|both]

		Build the course VM as a Vagrant box from Debian's packages, with JDK,
		compiler, headers and this kit inside, for rooms without network. Prints the
		size and the time first. Needs root, an amd64 Debian machine, and network.

		  --out FILE       where the box goes (default: message-slot-FORMAT.box here)
		  --for FORMAT     libvirt (default), virtualbox, or both
		  -h, --help       print this

		Examples:
		  sudo lab box                                 message-slot-libvirt.box
		  sudo lab box --for virtualbox --out /srv/lab.box
		  MSGSLOT_BOX=message-slot MSGSLOT_BOX_URL=/srv/lab.box vagrant up

		Exit codes: 0 built; 1 the build failed; 2 the command line is wrong;
		  3 something is missing, and the message says how to get it.
	END
}

die() { # EXIT_CODE SENTENCE
	printf 'lab box: %s\n' "$2" >&2
	exit "$1"
}

say() { printf '%4ds  %s\n' $SECONDS "$1"; }

# Runs a command, silent unless it fails: then its last lines are the reason.
quietly() { # WHAT COMMAND...
	local what=$1
	shift
	"$@" >"$work/log" 2>&1 </dev/null && return
	tail -n 20 "$work/log" >&2
	die $EXIT_FAILED "$what failed; the lines above say why."
}

need_tools() {
	local tool missing=()
	for tool in mmdebstrap:mmdebstrap qemu-img:qemu-utils mke2fs:e2fsprogs sfdisk:fdisk \
		grub-mkimage:grub-common rsync:rsync; do
		PATH=$PATH:/usr/sbin:/sbin command -v "${tool%%:*}" >/dev/null || missing+=("${tool#*:}")
	done
	[ -e /usr/lib/grub/i386-pc/boot.img ] || missing+=(grub-pc-bin)
	[ -e /usr/share/keyrings/debian-archive-keyring.gpg ] || missing+=(debian-archive-keyring)
	[ ${#missing[@]} -eq 0 ] ||
		die $EXIT_MISSING "tools are missing: 'apt-get install --no-install-recommends ${missing[*]}'."
}

# The machine's own apt knows where Debian is reached from here.
sources() {
	local archive security
	# Lists that were never fetched, or are being fetched right now, name nobody.
	[ -n "$(address Debian)" ] || apt-get -q -o DPkg::Lock::Timeout=120 update >&2 || true
	archive=$(address Debian)
	security=$(address Debian-Security)
	[ -n "$archive" ] ||
		die $EXIT_MISSING "apt on this machine has no Debian sources to take packages from."
	printf 'deb %s %s main\n' "$archive" $SUITE "$archive" $SUITE-updates
	[ -z "$security" ] || printf 'deb %s %s-security main\n' "$security" $SUITE
}

address() { # LABEL
	# shellcheck disable=SC2016 # these are apt's names, not the shell's
	apt-get indextargets --format '$(LABEL) $(REPO_URI)' 'Created-By: Packages' |
		sed -n "s/^$1 //p" | head -n 1
}

# --- The file system ---------------------------------------------------------

build_root() {
	local all more
	mapfile -t more < <("$kit/vagrant/provision.sh" --packages)
	all=$(printf '%s,' "${PACKAGES[@]}" "${more[@]}")
	sources >"$work/sources.list"
	# A mount point, or programs in there that ask how full their disk is find none.
	mkdir "$root"
	mount --bind "$root" "$root"
	quietly "Installing Debian's packages" mmdebstrap --mode=root --variant=minbase \
		--architectures=amd64 --include="${all%,}" \
		--aptopt='Acquire::Retries "5"' \
		--keyring=/usr/share/keyrings/debian-archive-keyring.gpg \
		--dpkgopt=force-unsafe-io \
		--dpkgopt='path-exclude=/usr/share/doc/*' \
		--dpkgopt='path-include=/usr/share/doc/*/copyright' \
		--dpkgopt='path-exclude=/usr/share/locale/*' \
		--dpkgopt='path-exclude=/usr/share/man/??/*' \
		--dpkgopt='path-exclude=/usr/share/man/??_*/*' \
		--customize-hook="'$kit/vagrant/box.sh' --inside \"\$1\"" \
		$SUITE "$root" "$work/sources.list"
	sed -n 's/^inside: //p' "$work/log"
}

put() { # PATH < CONTENT
	install -d "$root/$(dirname "$1")"
	cat >"$root/$1"
}

# Runs as mmdebstrap's hook, while /proc, /sys and /dev are there.
inside() {
	configure
	install_kit
	clean
}

configure() {
	put etc/hostname <<<'message-slot'
	put etc/hosts <<<$'127.0.0.1 localhost message-slot\n::1 localhost'
	put etc/fstab <<<"LABEL=$LABEL / ext4 errors=remount-ro,noatime 0 1"
	put etc/default/locale <<<'LANG=C.UTF-8'
	# The network card has one name on every hypervisor, by net.ifnames=0.
	put etc/network/interfaces <<-'END'
		auto lo
		iface lo inet loopback
		allow-hotplug eth0
		iface eth0 inet dhcp
	END
	put boot/grub/grub.cfg <<-END
		linux /vmlinuz root=LABEL=$LABEL ro quiet net.ifnames=0 console=tty0 console=ttyS0
		initrd /initrd.img
		boot
	END
	# A quarter of the size, and as much sooner unpacked by an emulated machine: the
	# disks of the hypervisors that the box is for, and those it may be moved to.
	put etc/initramfs-tools/conf.d/lab.conf <<<'MODULES=list'
	printf '%s\n' virtio_pci virtio_blk virtio_scsi sd_mod ata_piix ata_generic hv_storvsc vmw_pvscsi \
		>>"$root/etc/initramfs-tools/modules"
	chroot "$root" update-initramfs -u
	# Keys in a box would be everybody's: each machine makes its own.
	rm -f "$root"/etc/ssh/ssh_host_*
	put etc/systemd/system/ssh-host-keys.service <<-'END'
		[Unit]
		Description=Host keys of this machine
		Before=ssh.service
		ConditionPathExists=!/etc/ssh/ssh_host_ed25519_key

		[Service]
		Type=oneshot
		ExecStart=/usr/bin/ssh-keygen -q -t ecdsa -N "" -f /etc/ssh/ssh_host_ecdsa_key
		ExecStart=/usr/bin/ssh-keygen -q -t ed25519 -N "" -f /etc/ssh/ssh_host_ed25519_key

		[Install]
		WantedBy=multi-user.target
	END
	# Without it a login waits for a name server that may not be there.
	put etc/ssh/sshd_config.d/lab.conf <<-'END'
		UseDNS no
		HostKey /etc/ssh/ssh_host_ecdsa_key
		HostKey /etc/ssh/ssh_host_ed25519_key
	END
	# No Secure Boot in this machine, and a signing key in a box would be everybody's.
	put etc/dkms/framework.conf.d/no-signing.conf <<<'sign_file=/nonexistent'
	chroot "$root" systemctl -q enable ssh-host-keys.service
	# Nothing that holds apt's lock or the disk behind a student's back; and without
	# D-Bus, which nothing here needs, the machine boots sooner.
	chroot "$root" systemctl -q mask apt-daily.timer apt-daily-upgrade.timer \
		man-db.timer e2scrub_all.timer e2scrub_reap.service systemd-logind.service

	chroot "$root" useradd --create-home --shell /bin/bash vagrant
	chroot "$root" usermod --password "$(openssl passwd -6 -salt vagrant vagrant)" vagrant
	put etc/sudoers.d/vagrant <<<'vagrant ALL=(ALL) NOPASSWD: ALL'
	chmod 0440 "$root/etc/sudoers.d/vagrant"
	put home/vagrant/.ssh/authorized_keys <<<"$VAGRANT_KEY"
	chmod 0700 "$root/home/vagrant/.ssh"
	chmod 0600 "$root/home/vagrant/.ssh/authorized_keys"
	chroot "$root" chown -R vagrant:vagrant /home/vagrant
}

install_kit() {
	local kernel
	kernel=$(basename "$(readlink "$root/vmlinuz")")
	mkdir "$root/var/tmp/kit"
	rsync --archive --exclude=.git --exclude=.vagrant --exclude='*.box' \
		--include='/*/target/' --include='/*/target/*.jar' --include='/*/target/lib/***' \
		--include='/labs/target/lab.stamp' --exclude='/*/target/*' --exclude='/target/' \
		"$kit/" "$root/var/tmp/kit/"
	chroot "$root" /var/tmp/kit/vagrant/provision.sh --user vagrant \
		--install $KIT_INSIDE --image "${kernel#vmlinuz-}" | sed 's/^/inside: /'
	# The kernel of the disposable guests, which would otherwise be fetched when
	# the first one is started, by a network that is not there.
	chroot "$root" runuser -l vagrant -c 'lab headers'
	rm -rf "$root/home/vagrant/.cache/message-slot-lab/debian"
	rm -rf "$root/var/tmp/kit"
}

# What differs from build to build, or is of no use in a new machine.
clean() {
	chroot "$root" apt-get clean
	# Of use while the box is built, where a power failure harms nothing.
	sed -i '/force-unsafe-io/d' "$root/etc/dpkg/dpkg.cfg.d/99mmdebstrap"
	# Java's list of authorities notes when each was added: in this format, and
	# without a password, which would be salted, it does not.
	chroot "$root" keytool -importkeystore -noprompt \
		-srckeystore /etc/ssl/certs/java/cacerts -srcstorepass changeit \
		-destkeystore /etc/ssl/certs/java/cacerts.new -deststoretype PKCS12 -deststorepass changeit \
		-J-Dkeystore.pkcs12.macAlgorithm=NONE -J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE
	mv "$root/etc/ssl/certs/java/cacerts.new" "$root/etc/ssl/certs/java/cacerts"
	: >"$root/etc/machine-id"
	rm -rf "$root"/var/lib/apt/lists/* "$root"/var/cache/{apt,ldconfig,debconf}/* \
		"$root"/var/log/* "$root"/tmp/* "$root"/var/tmp/* "$root"/run/* \
		"$root"/var/lib/dkms/mok.* "$root"/var/lib/dkms/*/*/*/*/log \
		"$root"/var/lib/systemd/random-seed "$root"/var/lib/dbus/machine-id \
		"$root"/etc/*- "$root"/var/lib/dpkg/*-old "$root"/tmp/hsperfdata_*
}

# --- The disk ----------------------------------------------------------------

build_disk() {
	truncate -s ${DISK_GB}G "$disk"
	cat >"$work/partitions" <<-END
		label: dos
		label-id: 0x6d736773
		start=$START, type=83, bootable
	END
	# shellcheck disable=SC2016 # the inner shell's arguments
	quietly "Partitioning" sh -c 'exec sfdisk "$1" <"$2"' sh "$disk" "$work/partitions"
	find "$root" -newermt "@$SOURCE_DATE_EPOCH" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
	# GRUB cannot read metadata_csum_seed and orphan_file, which mke2fs would use.
	E2FSPROGS_FAKE_TIME=$SOURCE_DATE_EPOCH quietly "Making the file system" mke2fs -q -t ext4 \
		-L $LABEL -U $UUID -O ^metadata_csum_seed,^orphan_file -m 1 \
		-E "offset=$((START * 512)),hash_seed=$UUID,root_owner=0:0,lazy_itable_init=1" \
		-d "$root" "$disk" $((DISK_GB * 1024 * 1024 - START / 2))k
	fix_times
	boot_loader
}

# mke2fs copies also the times of last access and last change of the inode, which
# nobody can set in the folder: they are set in the image.
fix_times() {
	local image="$disk?offset=$((START * 512))"
	dumpe2fs "$image" 2>/dev/null | used_inodes |
		sed "s/.*/set_inode_field <&> atime @$SOURCE_DATE_EPOCH\nset_inode_field <&> ctime @$SOURCE_DATE_EPOCH\nset_inode_field <&> crtime @$SOURCE_DATE_EPOCH/" >"$work/times"
	E2FSPROGS_FAKE_TIME=$SOURCE_DATE_EPOCH quietly "Fixing the times" debugfs -w -f "$work/times" "$image"
}

# Reads dumpe2fs, which names the free inodes only.
used_inodes() {
	awk '
		/^Inodes per group:/ { per = $4 }
		/^Group [0-9]+:/ { first = group++ * per + 1 }
		/^  Free inodes:/ {
			sub(/^  Free inodes: */, "")
			split("", free)
			count = split($0, ranges, /, */)
			for (i = 1; i <= count; i++) {
				ends = split(ranges[i], end, "-")
				for (n = end[1]; n <= end[ends]; n++)
					free[n + 0] = 1
			}
			for (n = first; n < first + per; n++)
				if (!(n in free) && (n == 2 || n >= 11))
					print n
		}'
}

# GRUB's first sector loads what follows it, up to the partition: its image knows
# its own length, so that two copies at fixed places install it.
boot_loader() {
	printf 'set root=(hd0,msdos1)\nconfigfile /boot/grub/grub.cfg\n' >"$work/early.cfg"
	quietly "Making the boot loader" grub-mkimage -O i386-pc -o "$work/core.img" \
		-c "$work/early.cfg" -p '(hd0,msdos1)/boot/grub' \
		biosdisk part_msdos ext2 linux configfile normal
	[ "$(stat -c %s "$work/core.img")" -le $(((START - 1) * 512)) ] ||
		die $EXIT_FAILED "the boot loader does not fit before the partition."
	dd if=/usr/lib/grub/i386-pc/boot.img of="$disk" bs=440 count=1 conv=notrunc status=none
	dd if="$work/core.img" of="$disk" bs=512 seek=1 conv=notrunc status=none
}

# --- The box -----------------------------------------------------------------

libvirt_box() { # FOLDER
	quietly "Packing the disk" qemu-img convert -c -O qcow2 -o compression_type=zstd "$disk" "$1/box.img"
	printf '{"provider": "libvirt", "format": "qcow2", "virtual_size": %d}\n' "$DISK_GB" >"$1/metadata.json"
}

virtualbox_box() { # FOLDER
	quietly "Packing the disk" qemu-img convert -O vmdk \
		-o subformat=streamOptimized,adapter_type=ide "$disk" "$1/box-disk001.vmdk"
	printf '{"provider": "virtualbox"}\n' >"$1/metadata.json"
	# The kernel for virtual machines has drivers for this card, not for the default one.
	cat >"$1/Vagrantfile" <<-'END'
		Vagrant.configure("2") do |config|
		  config.vm.provider(:virtualbox) { |vb| vb.default_nic_type = "virtio" }
		end
	END
	sed -e "s/@CAPACITY@/$((DISK_GB * 1024 * 1024 * 1024))/" \
		-e "s/@SIZE@/$(stat -c %s "$1/box-disk001.vmdk")/" "$kit/vagrant/box.ovf" >"$1/box.ovf"
}

pack() { # FORMAT FILE
	local folder=$work/$1 size
	mkdir "$folder"
	"${1}_box" "$folder"
	find "$folder" -type f -printf '%f\n' | LC_ALL=C sort >"$work/files"
	tar --create --file "$2.new" --directory "$folder" --owner=0 --group=0 --numeric-owner \
		--mode=0644 --mtime="@$SOURCE_DATE_EPOCH" --files-from="$work/files"
	rm -rf "$folder"
	size=$(($(stat -c %s "$2.new") / 1000000))
	if [ $size -gt $LIMIT_MB ]; then
		rm -f "$2.new"
		die $EXIT_FAILED "the box has become $size MB, more than $LIMIT_MB."
	fi
	mv "$2.new" "$2"
	say "$2: $size MB"
}

# mmdebstrap has apt write to the first free descriptor, through a shell that knows
# one digit only: files that the caller left open must not take those.
close_inherited() {
	exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
}

build() { # FORMAT FILE...
	# Built here, where it is fast, so that no machine made of the box builds it.
	say 'the Java part'
	quietly "Building the Java part" "$kit/vagrant/java-part.sh"
	say "Debian's packages, and the kit"
	build_root
	say 'the disk'
	build_disk
	umount "$root"
	rm -rf "$root"
	while [ $# -gt 0 ]; do
		say "packing for $1"
		pack "$1" "$2"
		shift 2
	done
}

# --- The command line --------------------------------------------------------

case ${1-} in
--inside)
	root=$2
	inside
	exit
	;;
--build)
	work=$2 root=$2/root disk=$2/disk.raw
	shift 2
	close_inherited
	build "$@"
	exit
	;;
esac

out='' formats=libvirt
while [ $# -gt 0 ]; do
	case $1 in
	--out)
		[ -n "${2-}" ] || die $EXIT_USAGE "--out needs a file; see --help."
		out=$2
		shift
		;;
	--for)
		case ${2-} in
		libvirt | virtualbox) formats=$2 ;;
		both) formats='libvirt virtualbox' ;;
		*) die $EXIT_USAGE "--for needs libvirt, virtualbox or both; see --help." ;;
		esac
		shift
		;;
	-h | --help) usage && exit ;;
	*) die $EXIT_USAGE "unknown argument '$1'; see --help." ;;
	esac
	shift
done
[ -z "$out" ] || [ "$formats" != 'libvirt virtualbox' ] ||
	die $EXIT_USAGE "--out names one file, and --for both makes two."
[ "$(uname -m)" = x86_64 ] || die $EXIT_MISSING "boxes are built on amd64 machines only, and this is $(uname -m)."
command -v apt-get >/dev/null || die $EXIT_MISSING "boxes are built on Debian machines, and here is no apt-get."
[ "$(id -u)" -eq 0 ] || die $EXIT_FAILED "this needs root: run 'sudo lab box'."
need_tools

files=()
for format in $formats; do
	file=$(realpath -m -- "${out:-message-slot-$format.box}")
	[ -d "${file%/*}" ] || die $EXIT_FAILED "there is no folder ${file%/*} for the box."
	[ ! -d "$file" ] || die $EXIT_FAILED "$file is a folder, not a file."
	files+=("$format" "$file")
done

temporary=${TMPDIR:-/var/tmp}
free=$(($(df --output=avail -k "$temporary" | tail -n 1) / 1000))
printf 'The box will be about 500 MB (each); building takes about 4 minutes, and 4 GB in %s while it lasts.\n' "$temporary"
[ $free -ge 4000 ] || die $EXIT_FAILED "only $free MB are free in $temporary; name another folder by TMPDIR."

# What a killed build left: nobody holds its lock any more.
for work in "$temporary"/message-slot-box.*; do
	[ ! -e "$work/lock" ] || flock --nonblock "$work/lock" rm -rf "$work" || true
done
work=$(mktemp -d "$temporary/message-slot-box.XXXXXX")
exec 8>"$work/lock"
flock 8

builder=''
finish() {
	if [ -n "$builder" ]; then
		kill -KILL "$builder" 2>/dev/null || true
		wait "$builder" 2>/dev/null || true
	fi
	rm -rf "$work"
	for file in "${files[@]}"; do
		rm -f "$file.new"
	done
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Processes and mounts made from here on are in namespaces of their own, and go
# with the first process in there, which goes with this one.
setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child --mount-proc \
	"$0" --build "$work" "${files[@]}" </dev/null &
builder=$!
code=0
wait "$builder" || code=$?
builder=''
exit $code
