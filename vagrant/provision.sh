#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Sets up a Debian machine for the lab: the module in its kernel, the nodes, the
# lab command. The course VM is set up by the same steps.
#
# Every step first looks whether it is needed, so that a second run changes
# nothing and says so.
set -euo pipefail
umask 022

readonly GROUP=messageslot
readonly MODULE=message_slot
readonly DKMS_NAME=message-slot
readonly DKMS_VERSION=1.0.0
readonly DKMS_SOURCE=/usr/src/$DKMS_NAME-$DKMS_VERSION
readonly RULE=/etc/udev/rules.d/70-message-slot.rules
readonly AT_BOOT=/etc/modules-load.d/message-slot.conf
readonly LINK=/usr/local/bin/lab
readonly COMPLETION=/etc/bash_completion.d/lab
readonly GREETING=/etc/motd.d/message-slot
# The new module is installed but the old one still loaded: an interrupted run
# must not be taken for a finished one. Gone after a boot, as is the reason.
readonly RELOAD=/run/message-slot-reload
# Asks the Vagrantfile to start the machine again, into the new kernel.
readonly RESTART=/run/message-slot-restart

readonly EXIT_FAILED=1 EXIT_USAGE=2 EXIT_MISSING=3

PACKAGES=(
	bash-completion
	bubblewrap
	build-essential
	default-jdk-headless
	dkms
	kmod
	qemu-system-"$(uname -m | sed 's/x86_64/x86/; s/aarch64/arm/')"
	qemu-utils
	rsync
	udev
)

kit=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)
changes=0

usage() {
	cat <<-'END'
		Usage: sudo lab provision [--user NAME] [--remove]

		Set up this Debian machine for the lab: packages, headers of the running
		kernel, the module (built by DKMS, loaded now and at boot), its nodes
		/dev/slot0 to /dev/slot3 for the group messageslot, the lab command with
		completion, a greeting, and a folder for your work. A second run changes
		nothing.

		  --user NAME       who may use the slots (default: who called sudo)
		  --remove          take it all back, except packages and people's work
		  --install DIR     work from a copy of this kit in DIR (as the course VM does)
		  --upgrade-kernel  if the headers of the running kernel are no longer on
		                    offer, install the newest kernel with its headers
		  --image KERNEL    prepare a disk image for KERNEL: load and start nothing
		  --packages        print the names of the packages it needs, and stop
		  -h, --help        print this

		Examples:
		  sudo lab provision               set up this machine for whoever calls sudo
		  sudo lab provision --user dana   the same, for dana
		  sudo lab provision --remove      take it back

		Exit codes: 0 set up, or nothing to do; 1 a step failed; 2 the command line is
		  wrong; 3 something is missing, and the message says how to get it.
	END
}

die() { # EXIT_CODE SENTENCE
	printf 'lab provision: %s\n' "$2" >&2
	exit "$1"
}

have() { printf 'ok       %s\n' "$1"; }

changed() {
	changes=$((changes + 1))
	printf 'changed  %s\n' "$1"
}

# Runs a command, silent unless it fails: then its last lines are the reason.
quietly() { # WHAT COMMAND...
	local what=$1 log
	shift
	log=$(mktemp)
	if "$@" >"$log" 2>&1 </dev/null; then
		rm -f "$log"
		return
	fi
	tail -n 15 "$log" >&2
	rm -f "$log"
	die $EXIT_FAILED "$what failed; the lines above say why."
}

# Puts a file in place whole or not at all, and only if it differs.
place() { # FILE TARGET WHAT
	if cmp -s "$1" "$2"; then
		have "$3"
		return 1
	fi
	mkdir -p "$(dirname "$2")"
	install -m 0644 "$1" "$2.new"
	mv "$2.new" "$2"
	changed "$3"
}

apt() {
	DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends \
		-o DPkg::Lock::Timeout=300 "$@"
}

apt_install() { # PACKAGE...
	# Lists that are old, or absent as in a fresh box, name versions that are gone.
	apt install "$@" || { apt update && apt install "$@"; }
}

installed() { # PACKAGE
	[ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# --- Steps, in their order ---------------------------------------------------

copy_kit() { # DIR
	local list jars=()
	mkdir -p "$1"
	# Jars that were built there stay where this side has none, or older ones.
	if jars_are_fresh; then
		jars=(--include='/*/target/' --include='/*/target/*.jar'
			--include='/*/target/lib/***' --include='/labs/target/lab.stamp')
	fi
	list=$(rsync --recursive --links --perms --executability --times --chmod=D755,Fgo-w \
		--delete --itemize-changes \
		--filter='protect /*/target/***' --filter='protect /.completion' \
		"${jars[@]}" --exclude='/*/target/*' --exclude='/target/' \
		--exclude='.git' --exclude='.vagrant' --exclude='*.box' \
		--exclude='*.ko' --exclude='*.o' --exclude='*.mod' --exclude='*.mod.c' --exclude='*.cmd' \
		"$kit/" "$1/")
	chown -R root:root "$1"
	# Files from a Windows host arrive without their executable bits.
	chmod +x "$1/lab" "$1/mvnw" "$1"/vagrant/*.sh
	kit=$1
	# A folder's changed time alone is not a change of the kit.
	if grep -qE '^([^.]|\.[^d])' <<<"$list"; then
		changed "the kit in $1"
	else
		have "the kit in $1"
	fi
}

install_packages() {
	local package present missing=()
	# One question for all: each takes its time in an emulated machine.
	present=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${PACKAGES[@]}" 2>/dev/null) || true
	for package in "${PACKAGES[@]}"; do
		grep -qx "installed $package" <<<"$present" || missing+=("$package")
	done
	if [ ${#missing[@]} -eq 0 ]; then
		have "packages: ${PACKAGES[*]}"
		return
	fi
	printf '...      installing %s: up to 300 MB, some minutes\n' "${missing[*]}"
	quietly "Installing ${missing[*]}" apt_install "${missing[@]}"
	changed "packages: ${missing[*]}"
}

# The newest headers are no use: they must be those of the kernel that runs.
install_headers() {
	local flavour
	# 6.1.0-18-cloud-amd64 and 6.12.9+bpo-cloud-amd64 are both "cloud-amd64".
	flavour=$(sed -E 's/^[^-]*(-[0-9]+)?-//' <<<"$kernel")

	if [ -e "/lib/modules/$kernel/build/Makefile" ]; then
		have "headers of kernel $kernel"
	elif apt_install "linux-headers-$kernel" >/dev/null 2>&1 && [ -e "/lib/modules/$kernel/build/Makefile" ]; then
		changed "headers of kernel $kernel"
	elif [ -n "$upgrade_kernel" ] && apt-cache show "linux-image-$flavour" >/dev/null 2>&1; then
		quietly "Installing the newest kernel" \
			apt_install "linux-image-$flavour" "linux-headers-$flavour"
		: >"$RESTART"
		changed "kernel: $kernel has no headers any more, the newest was installed"
		printf 'The machine must start again, into the new kernel, before the rest is set up.\n'
		exit 0
	elif ! apt-cache show "linux-image-$flavour" >/dev/null 2>&1; then
		die $EXIT_MISSING "there are no headers for this kernel, and it is not Debian's ($kernel, as in WSL, Codespaces and containers): no module can be built for it; use guests ('lab tour'), or the course VM ('vagrant up')."
	else
		die $EXIT_MISSING "there are no headers for the running kernel $kernel: install the newest kernel by 'apt-get install linux-image-$flavour linux-headers-$flavour', restart the machine, and run this again."
	fi
	# Without it the next kernel would come without headers, and without module.
	if installed "linux-image-$flavour" && ! installed "linux-headers-$flavour"; then
		quietly "Installing linux-headers-$flavour" apt_install "linux-headers-$flavour"
		changed "headers that follow the kernel's upgrades"
	fi
}

make_group() {
	local name=group\ $GROUP
	if getent group "$GROUP" >/dev/null; then
		have "$name"
	else
		groupadd --system "$GROUP"
		changed "$name"
	fi
	[ -n "$user" ] || return 0
	if id -nG "$user" | tr ' ' '\n' | grep -qx "$GROUP"; then
		have "$user is in $name"
	else
		usermod -aG "$GROUP" "$user"
		changed "$user is in $name, from the next login on"
	fi
}

install_rule() {
	place "$kit/kernel/70-message-slot.rules" "$RULE" "udev rule $RULE" || return 0
	[ -n "$image" ] && return
	udevadm control --reload
	udevadm trigger --subsystem-match="$MODULE"
}

dkms_state() {
	dkms status -m "$DKMS_NAME" -v "$DKMS_VERSION" -k "$kernel" 2>/dev/null
}

build_module() {
	local staged file differs='' what="module built and installed by DKMS for $kernel"

	staged=$(mktemp -d)
	cp "$kit"/kernel/{message_slot.c,message_slot.h,Kbuild} "$kit/vagrant/dkms.conf" "$staged"
	diff -r -q "$staged" "$DKMS_SOURCE" >/dev/null 2>&1 || differs=1
	if [ -z "$differs" ] && dkms_state | grep -q ': installed'; then
		rm -rf "$staged"
		have "$what"
		return
	fi
	[ -n "$image" ] || : >"$RELOAD"
	if [ -d "/var/lib/dkms/$DKMS_NAME/$DKMS_VERSION" ]; then
		quietly "Removing the former module from DKMS" \
			dkms remove "$DKMS_NAME/$DKMS_VERSION" --all
	fi
	rm -rf "$DKMS_SOURCE"
	install -d "$DKMS_SOURCE"
	for file in "$staged"/*; do
		install -m 0644 "$file" "$DKMS_SOURCE"
	done
	rm -rf "$staged"
	quietly "Building the module for $kernel" dkms_install
	changed "$what"
}

dkms_install() {
	dkms install "$DKMS_NAME/$DKMS_VERSION" -k "$kernel" && return
	# What the compiler said is in DKMS' own log.
	cat "/var/lib/dkms/$DKMS_NAME/$DKMS_VERSION/build/make.log" 2>/dev/null || true
	return 1
}

# Kernels say in several ways that they want a signature, and none of them says why.
load_or_explain() {
	local said state
	said=$(modprobe "$MODULE" 2>&1) && return
	printf '%s\n' "$said" >&2
	state=$(mokutil --sb-state 2>/dev/null || true)
	case $said in
	*'Key was rejected'* | *'Operation not permitted'* | *'Required key not available'*)
		die $EXIT_FAILED "the kernel refuses the module because nobody signed it${state:+ ($state)}: switch Secure Boot off in the firmware (of the VM), or enrol DKMS' key: 'mokutil --import /var/lib/dkms/mok.pub', restart and confirm; then run this again. Guests ('lab tour') need neither."
		;;
	esac
	die $EXIT_FAILED "Loading the module failed; the lines above say why."
}

load_module() {
	place "$kit/vagrant/modules-load.conf" "$AT_BOOT" "module loaded at boot" || true
	[ -n "$image" ] && return
	if [ -e "/sys/module/$MODULE" ] && [ -e "$RELOAD" ]; then
		rmmod "$MODULE" 2>/dev/null ||
			die $EXIT_FAILED "the former module is still in use: close what has a slot open ('fuser -v /dev/slot*' names it), and run this again."
	fi
	if [ -e "/sys/module/$MODULE" ]; then
		have "module loaded"
	else
		load_or_explain
		changed "module loaded"
	fi
	rm -f "$RELOAD"
}

# Nothing to install: whether what was installed works.
check_nodes() {
	local mode
	[ -n "$image" ] && return
	udevadm settle --timeout=60 || true
	mode=$(stat -c '%F %U:%G %a' /dev/slot0 2>/dev/null || true)
	[ "$mode" = "character special file root:$GROUP 660" ] ||
		die $EXIT_FAILED "/dev/slot0 should be a character device of root:$GROUP with mode 660, but is: ${mode:-missing}."
	have "/dev/slot0: $mode"
}

# Whether the kit's jars are there and were built of what it holds.
jars_are_fresh() {
	compgen -G "$kit/labs/target/messageslot-labs-*.jar" >/dev/null && sh "$kit/lab" --is-built
}

build_jars() {
	local what="Java part in $kit/labs/target"
	if jars_are_fresh; then
		have "$what"
		return
	fi
	printf '...      building the Java part: a minute, in an emulated machine much longer\n'
	quietly "Building the Java part" "$kit/vagrant/java-part.sh"
	changed "$what"
}

install_command() {
	local what="lab on the PATH, as $LINK"
	if [ "$(readlink "$LINK" 2>/dev/null)" = "$kit/lab" ]; then
		have "$what"
	else
		ln -sfn "$kit/lab" "$LINK.new"
		mv -T "$LINK.new" "$LINK"
		changed "$what"
	fi
}

# Made by the command itself, but only when the command changed: a JVM is slow
# in an emulated machine.
install_completion() {
	local jar new what="completion of lab in bash"
	jar=$(cat "$kit"/labs/target/messageslot-labs-*.jar | sha256sum)
	if [ -z "$copied" ] || ! grep -qsxF "# ${jar%% *}" "$kit/.completion"; then
		new=$(mktemp)
		"$kit/lab" completion >"$new" || die $EXIT_FAILED "'lab completion' failed."
		printf '# %s\n' "${jar%% *}" >>"$new"
		if [ -z "$copied" ]; then
			place "$new" "$COMPLETION" "$what" || true
			rm -f "$new"
			return
		fi
		mv "$new" "$kit/.completion"
	fi
	place "$kit/.completion" "$COMPLETION" "$what" || true
}

install_greeting() {
	place "$kit/vagrant/greeting.txt" "$GREETING" "greeting at login" || true
}

make_work_folder() {
	local home folder
	[ -n "$user" ] || return 0
	home=$(getent passwd "$user" | cut -d: -f6)
	folder=$home/message-slot
	if [ -d "$folder" ]; then
		have "work folder $folder, left as it is"
		return
	fi
	install -d -o "$user" -g "$(id -gn "$user")" "$folder"
	install -m 0644 -o "$user" -g "$(id -gn "$user")" "$kit/vagrant/work-folder.txt" "$folder/README.txt"
	changed "work folder $folder"
}

# --- The way back ------------------------------------------------------------

remove_all() {
	local file
	if [ -e "/sys/module/$MODULE" ]; then
		rmmod "$MODULE" 2>/dev/null ||
			die $EXIT_FAILED "the module is still in use: close what has a slot open ('fuser -v /dev/slot*' names it), and run this again."
		changed "module unloaded"
	fi
	if [ -d "/var/lib/dkms/$DKMS_NAME" ]; then
		quietly "Removing the module from DKMS" dkms remove "$DKMS_NAME/$DKMS_VERSION" --all
		changed "module removed from DKMS"
	fi
	for file in "$DKMS_SOURCE" "$RULE" "$AT_BOOT" "$COMPLETION" "$GREETING" "$LINK"; do
		[ -e "$file" ] || [ -L "$file" ] || continue
		rm -rf "$file"
		changed "removed $file"
	done
	if getent group "$GROUP" >/dev/null; then
		groupdel "$GROUP"
		changed "removed group $GROUP"
	fi
	printf 'Removed. Packages stay, and so does everybody'\''s work.\n'
}

# --- The command line --------------------------------------------------------

need_value() { # OPTION REST...
	[ $# -ge 2 ] || die $EXIT_USAGE "$1 needs a value; see --help."
}

user='' remove='' image='' copied='' upgrade_kernel='' kernel=$(uname -r)
while [ $# -gt 0 ]; do
	case $1 in
	--user) need_value "$@" && user=$2 && shift ;;
	--remove) remove=1 ;;
	--install) need_value "$@" && copied=$2 && shift ;;
	--upgrade-kernel) upgrade_kernel=1 ;;
	--image) need_value "$@" && image=1 kernel=$2 && shift ;;
	--packages) printf '%s\n' "${PACKAGES[@]}" && exit ;;
	-h | --help) usage && exit ;;
	*) die $EXIT_USAGE "unknown argument '$1'; see --help." ;;
	esac
	shift
done

command -v apt-get >/dev/null ||
	die $EXIT_MISSING "this sets up Debian machines, and here is no apt-get; elsewhere use 'vagrant up', or 'lab tour --on model'."
[ "$(id -u)" -eq 0 ] || die $EXIT_FAILED "this needs root: run 'sudo lab provision'."
if [ -n "$remove" ]; then
	remove_all
	exit
fi
if [ -z "$user" ] && [ "${SUDO_USER:-root}" != root ]; then
	user=$SUDO_USER
fi
if [ -n "$user" ] && ! id "$user" >/dev/null 2>&1; then
	die $EXIT_FAILED "there is no user '$user' on this machine."
fi

install_packages
if [ -n "$copied" ] && [ "$copied" != "$kit" ]; then
	copy_kit "$copied"
fi
install_headers
make_group
install_rule
build_module
load_module
check_nodes
build_jars
install_command
install_completion
install_greeting
make_work_folder

if [ "$changes" -eq 0 ]; then
	printf 'Nothing to change: this machine is set up.\n'
else
	printf 'Set up; steps that changed something: %d. Next: lab tour\n' "$changes"
fi
