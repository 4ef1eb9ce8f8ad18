#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Prints "kvm" if a kernel really boots under KVM here, else "qemu": the name of
# libvirt's driver to use. A /dev/kvm that is there proves nothing: inside some
# virtual machines it is there and hangs, so a kernel is booted, for at most 20
# seconds, and the answer kept until this machine is booted again.
set -u

boot_id=$(cat /proc/sys/kernel/random/boot_id 2>/dev/null) || boot_id=none
cache=${MSGSLOT_CACHE:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/message-slot-lab}/vagrant/driver-$boot_id

if [ "$(cat "$cache" 2>/dev/null)" = kvm ] || [ "$(cat "$cache" 2>/dev/null)" = qemu ]; then
	exec cat "$cache"
fi

# The kernel finds no disk and panics, and the machine stops: exit code 0, and the
# panic on the console.
boots() {
	kernel=''
	for file in /boot/vmlinuz-* /boot/vmlinuz; do
		[ -r "$file" ] && kernel=$file
	done
	[ -w /dev/kvm ] && [ -n "$kernel" ] || return 1
	timeout -k 1 20 "qemu-system-$(uname -m)" -accel kvm -cpu host -m 256 -nodefaults \
		-display none -no-reboot -serial stdio -kernel "$kernel" \
		-append 'console=ttyS0 panic=-1' </dev/null 2>/dev/null | grep -q 'Kernel panic'
}

driver=qemu
# QEMU may abort, which the shell would report.
{ boots && driver=kvm; } 2>/dev/null
mkdir -p "${cache%/*}" 2>/dev/null &&
	printf '%s\n' "$driver" >"$cache.$$" 2>/dev/null && mv "$cache.$$" "$cache"
printf '%s\n' "$driver"
