#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Gradescope runs this once, with network, when it builds the image. All that
# grading needs is fetched and made here, for there is no network later; and the
# kit's own module is graded, so that what cannot work here fails here.
set -euo pipefail

source=${AUTOGRADER_ROOT:-/autograder}/source
export MSGSLOT_CACHE=${MSGSLOT_CACHE:-$source/cache}
export DEBIAN_FRONTEND=noninteractive

apt-get -q update
apt-get -q install --yes --no-install-recommends openjdk-17-jdk-headless
bash "$source/kit/lab" doctor --grading --fix --yes
bash "$source/kit/lab" grade "$source/kit/kernel" --single --edition "$source/kit/edition.json"
