#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Checks the sources in this folder, in bench/, guest/, referee/ and forks/: `make check`, with KDIR for other headers.
#
# Builds in a scratch folder, so that it changes nothing here, and several
# checks, for several kernels, can run at once.

set -u
cd "$(dirname "$0")" || exit 1
: "${KDIR:=/lib/modules/$(uname -r)/build}" "${CC:=gcc}" "${MAKE:=make}"
# A make that started us would have its options and variables passed on.
unset MAKEFLAGS MFLAGS MAKEOVERRIDES MAKELEVEL

scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM

log=$scratch/log
failures=0

ok() {
	echo "check: $1: ok"
}

bad() {
	failures=$((failures + 1))
	echo "check: $1: FAILED"
	sed 's/^/    /' "$log"
}

# need PROGRAM PACKAGE: a missing tool must not look like a passed check.
need() {
	command -v "$1" >"$log" 2>&1 && return
	echo "check: $1 is not installed; Debian has it in the package $2." >&2
	exit 1
}

need "$CC" gcc
need "$MAKE" make
need sparse sparse
need clang-format clang-format
if [ ! -f "$KDIR/Makefile" ]; then
	echo "check: there are no kernel headers in $KDIR;" \
		"Debian has them in the package linux-headers-$(uname -r)." >&2
	exit 1
fi

# build FOLDER OPTION...: what the kernel's build prints goes to the log.
build() {
	folder=$scratch/module
	rm -rf "$folder"
	mkdir "$folder" && cp "$1"/*.[ch] "$1/Kbuild" "$folder" || return
	shift
	"$MAKE" -C "$KDIR" M="$folder" KCFLAGS=-Werror CONFIG_DEBUG_INFO_BTF_MODULES= "$@" modules >"$log" 2>&1
}

for sources in . bench; do
	modules=$(sed -n 's/^obj-m := //p' "$sources/Kbuild")

	# Some warnings (of modpost, of kernel-doc) do not make the build fail.
	step="$modules without a warning (W=1 -Werror) against $KDIR"
	if build "$sources" W=1 && ! grep -i 'warning' "$log"; then
		ok "$step"
	else
		bad "$step"
	fi

	# The lines are make's own; whatever is left was said by sparse.
	step="sparse has nothing to say about $modules"
	if build "$sources" C=2 CF=-D__CHECK_ENDIAN__ &&
		grep -q '^  CHECK ' "$log" &&
		! grep -Ev '^(make.*:|  [A-Z]+ |Skipping BTF generation )' "$log"; then
		ok "$step"
	else
		bad "$step"
	fi
done

# What a build leaves beside the sources is nobody's work.
step='formatted as kernel code (.clang-format)'
if find . -name '*.[ch]' ! -name '*.mod.c' -exec clang-format --dry-run -Werror {} + >"$log" 2>&1; then
	ok "$step"
else
	bad "$step"
fi

for source in message_sender.c message_reader.c torture.c; do
	step="$source without a warning (-O3 -Wall -Wextra -std=c11)"
	case $source in
	torture.c) options='-pthread -static' ;;
	*) options= ;;
	esac
	# shellcheck disable=SC2086 # options are words
	if "$CC" -O3 -Wall -Wextra -std=c11 -Werror $options "$source" \
		-o "$scratch/program" >"$log" 2>&1; then
		ok "$step"
	else
		bad "$step"
	fi
done

step="the guest's agent without a warning (-O2 -Wall -Wextra -std=gnu11)"
if "$CC" -O2 -Wall -Wextra -std=gnu11 -D_GNU_SOURCE -Werror -static -pthread \
	guest/*.c -o "$scratch/program" >"$log" 2>&1; then
	ok "$step"
else
	bad "$step"
fi

# The referee is a part of other modules: it is compiled, and not linked.
referee() {
	folder=$scratch/referee
	rm -rf "$folder"
	mkdir "$folder" && cp referee/*.[ch] "$folder" && echo 'obj-m := referee.o' >"$folder/Kbuild" || return
	"$MAKE" -C "$KDIR" M="$folder" KCFLAGS='-Werror -Wno-missing-prototypes -Wno-missing-declarations' \
		"$@" referee.o >"$log" 2>&1
}

step="the referee without a warning (-Werror) against $KDIR"
if referee && ! grep -i 'warning' "$log" | grep -v objtool; then
	ok "$step"
else
	bad "$step"
fi

step="the referee's searching program without a warning (-O2 -Wall -Wextra -std=gnu11)"
if "$CC" -O2 -Wall -Wextra -std=gnu11 -Werror -static -pthread referee/search.c \
	-o "$scratch/program" >"$log" 2>&1; then
	ok "$step"
else
	bad "$step"
fi

step="the library by which QEMU is forked without a warning (-O2 -Wall -Wextra -std=gnu11)"
if "$CC" -O2 -Wall -Wextra -std=gnu11 -D_GNU_SOURCE -Werror -fPIC -shared -pthread \
	forks/forks.c -o "$scratch/program" >"$log" 2>&1; then
	ok "$step"
else
	bad "$step"
fi

step="the measuring program without a warning (-O2 -Wall -Wextra -std=gnu11)"
if "$CC" -O2 -Wall -Wextra -std=gnu11 -Werror -static bench/measure.c \
	-o "$scratch/program" >"$log" 2>&1; then
	ok "$step"
else
	bad "$step"
fi

# udevadm can verify rules since systemd 254 only, so look at the form first.
rules=70-message-slot.rules
class=$(sed -n 's/^#define MESSAGE_SLOT_NAME "\(.*\)"$/\1/p' message_slot.h)
pair='[A-Z]+(\{[^}]*\})?(==|!=|=|\+=|-=|:=)"[^"]*"'
step="udev rule is well formed and for the class $class"
if grep -Evn "^(#.*|$pair(, $pair)*)?\$" $rules >"$log" 2>&1; then
	bad "$step"
elif ! grep -q "^SUBSYSTEM==\"$class\", " $rules; then
	echo "no rule begins with SUBSYSTEM==\"$class\"" >"$log"
	bad "$step"
elif udevadm verify --help >/dev/null 2>&1 &&
	! udevadm verify --resolve-names=never $rules >"$log" 2>&1; then
	bad "$step"
else
	ok "$step"
fi

if [ "$failures" -gt 0 ]; then
	echo "check: $failures failed" >&2
	exit 1
fi
