// SPDX-License-Identifier: Apache-2.0

// zxing-cpp speaks C++ only, so this module brings its compiler and linker flags and no declarations; CZXing is its C face.
#pragma once
