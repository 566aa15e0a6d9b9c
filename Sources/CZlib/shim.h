// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <zlib.h>

// zlib starts its streams through macros, which Swift does not see.

static inline int heyima_inflate_start(z_streamp stream) { return inflateInit(stream); }

static inline int heyima_deflate_start(z_streamp stream, int level) { return deflateInit(stream, level); }
