#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Loads a student's module into this machine's own kernel, on purpose, and puts
# the lab's own back afterwards. Grading never does this: it uses disposable guests.
#
# Of the student's folder the sources are compiled and nothing is executed before
# the warning was answered: its Makefile is not used.
#
# shellcheck disable=SC2317 # functions that a trap calls
set -euo pipefail
umask 022

# Where modinfo is, which an ordinary user has no path to.
PATH=$PATH:/usr/sbin:/sbin
readonly MODULE=message_slot
readonly GROUP=messageslot
readonly MAJOR=235
readonly NODES=(/dev/slot0 /dev/slot1 /dev/slot2 /dev/slot3)
readonly LOCK=/run/lock/message-slot-try
readonly MARK="lab try: from here on"
readonly EXIT_FAILED=1 EXIT_USAGE=2 EXIT_MISSING=3

usage() {
	cat <<-'END'
		Usage: lab try DIR [--yes] [-- COMMAND...]
		       lab try --restore

		Build the module in DIR (message_slot.c, message_slot.h) and load it into this
		machine's own kernel in the place of the lab's; run COMMAND, or a shell; then
		put the lab's own module back. message_sender and message_reader of DIR are
		built too and are on the PATH meanwhile. A faulty module can stop or damage the
		whole machine: use the course VM.

		  --yes        do not ask
		  --restore    put the lab's own module back, should a try have been killed
		  -h, --help   print this

		Examples:
		  lab try ~/message-slot                a shell with your module loaded
		  lab try ~/message-slot --yes -- sh -c \
		      'message_sender /dev/slot0 7 hello && message_reader /dev/slot0 7'

		Exit codes: COMMAND's, once it ran and the lab's module is back; 1 the module
		  does not build, load or unload; 2 the command line is wrong; 3 something is
		  missing, and the message says how to get it.
	END
}

die() { # EXIT_CODE SENTENCE
	printf 'lab try: %s\n' "$2" >&2
	exit "$1"
}

as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	else
		sudo "$@"
	fi
}

# --- Building, as the ordinary user ------------------------------------------

build() {
	local program said
	cp -- "$dir"/*.[ch] "$work"
	printf 'obj-m := %s.o\n' "$MODULE" >"$work/Kbuild"
	make -C "/lib/modules/$(uname -r)/build" M="$work" CONFIG_DEBUG_INFO_BTF_MODULES= modules >"$work/log" 2>&1 || {
		# By the names of the student's files, not of the copies.
		said=$(cat "$work/log")
		said=${said//"$work"/"$dir"}
		grep -E '(error|warning):' <<<"$said" >&2 || tail -n 20 <<<"$said" >&2
		die $EXIT_FAILED "the module in $dir does not build; nothing was loaded."
	}
	for program in message_sender message_reader; do
		[ -e "$work/$program.c" ] || continue
		(cd "$work" && gcc -O3 -Wall -std=c11 "$program.c" -o "$program") ||
			printf 'lab try: %s.c does not compile; going on without it.\n' "$program" >&2
	done
}

# --- Loading, and the way back -----------------------------------------------

is_loaded() { [ -e "/sys/module/$MODULE" ]; }

unload() { # WHOSE
	is_loaded || return 0
	as_root rmmod "$MODULE" 2>/dev/null ||
		die $EXIT_FAILED "$1 module cannot be unloaded: close what has a slot open ('fuser -v /dev/slot*' names it) and run 'lab try --restore'; if nothing has, restart this machine, which loads the lab's module."
	# Only nodes made by hand are still there.
	as_root rm -f "${NODES[@]}"
}

# The lab's module makes its nodes itself; a student's need not.
make_nodes() {
	local minor
	for minor in "${!NODES[@]}"; do
		[ -e "${NODES[minor]}" ] && continue
		as_root mknod -m 0660 "${NODES[minor]}" c "$MAJOR" "$minor"
		as_root chgrp "$GROUP" "${NODES[minor]}"
	done
}

load() {
	printf '%s\n' "$MARK" | as_root tee /dev/kmsg >/dev/null
	replaced=1
	unload "the lab's"
	as_root insmod "$work/$MODULE.ko" || {
		kernel_log
		die $EXIT_FAILED "your module does not load; what the kernel said is above."
	}
	make_nodes
}

# What the kernel said since the module was loaded: an oops says first what it is.
kernel_log() {
	as_root dmesg | awk -v mark="$MARK" 'index($0, mark) { n = 0; next } { line[n++] = $0 }
		END {
			for (i = 0; i < n && i < 40; i++) print "  kernel: " line[i]
			if (n > 40) print "  kernel: and " n - 40 " lines more; sudo dmesg shows them"
		}' >&2
}

restore() {
	unload "your"
	as_root modprobe "$MODULE" ||
		die $EXIT_FAILED "the lab's own module cannot be loaded: run 'sudo lab provision'."
	printf "The lab's own module is back.\n" >&2
}

finish() {
	local code=$?
	trap - EXIT
	trap '' INT TERM HUP
	rm -rf "$work"
	if [ -n "$replaced" ]; then
		# In a subshell, for its exit must not keep ours from being the try's.
		(restore) || code=$EXIT_FAILED
	fi
	exit "$code"
}

confirm() {
	local answer
	[ -z "$yes" ] || return 0
	[ -t 0 ] || die $EXIT_USAGE "this loads your module into this machine's own kernel; without a terminal to ask on, --yes must say so."
	read -r -p 'Your module will run inside the kernel of this very machine: a mistake can stop it or
damage its files. Save your work first. Load it? [y/N] ' answer
	case $answer in
	[Yy] | [Yy][Ee][Ss]) ;;
	*) die $EXIT_FAILED "nothing was loaded." ;;
	esac
}

# --- The command line --------------------------------------------------------

dir='' yes='' restore_only='' work='' replaced=''
while [ $# -gt 0 ]; do
	case $1 in
	--yes) yes=1 ;;
	--restore) restore_only=1 ;;
	-h | --help) usage && exit ;;
	--)
		shift
		break
		;;
	-*) die $EXIT_USAGE "unknown option '$1'; see --help." ;;
	*)
		[ -z "$dir" ] || die $EXIT_USAGE "one folder only, not also '$1'; a command follows '--'."
		dir=$1
		;;
	esac
	shift
done
[ -n "$dir" ] || [ -n "$restore_only" ] || die $EXIT_USAGE "which folder? See --help."
if [ -n "$dir" ]; then
	[ -d "$dir" ] || die $EXIT_FAILED "there is no folder $dir."
	for file in "$MODULE.c" "$MODULE.h"; do
		[ -f "$dir/$file" ] || die $EXIT_FAILED "there is no $file in $dir."
	done
fi
modinfo "$MODULE" >/dev/null 2>&1 ||
	die $EXIT_MISSING "the lab's own module is not installed here: run 'sudo lab provision', best in the course VM."
[ -e "/lib/modules/$(uname -r)/build/Makefile" ] ||
	die $EXIT_MISSING "the headers of the running kernel $(uname -r) are missing: run 'sudo lab provision'."
[ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null ||
	die $EXIT_MISSING "loading a module needs root, and sudo is not installed here."

# Read-only, so that whoever made the file does not keep others out.
[ -e "$LOCK" ] || : >"$LOCK"
exec 9<"$LOCK"
flock --nonblock 9 || die $EXIT_FAILED "another 'lab try' is under way on this machine."

if [ -n "$restore_only" ]; then
	restore
	exit
fi

work=$(mktemp -d)
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
build
confirm
load
if [ $# -eq 0 ]; then
	printf "Your module is loaded: /dev/slot0 to /dev/slot3. Type 'exit' to put the lab's back.\n" >&2
	set -- "${SHELL:-/bin/bash}"
fi
code=0
# Without the lock, or what the command leaves running would keep it.
PATH=$work:$PATH "$@" 9<&- || code=$?
kernel_log
exit $code
