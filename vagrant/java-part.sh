#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Has the launcher build the Java part, where that is missing or old, as whoever
# owns the kit: files of root's in a user's folder would be in the way later.
set -eu

kit=$(cd "$(dirname "$0")/.." && pwd)
owner=$(stat -c %u "$kit")

if [ "$(id -u)" = "$owner" ]; then
	exec sh "$kit/lab" --version
fi
exec setpriv --reuid "$owner" --regid "$(stat -c %g "$kit")" --clear-groups --reset-env sh "$kit/lab" --version
