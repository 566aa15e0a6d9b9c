// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <sqlite3.h>

// Variadic, which Swift does not import. Has SQLite not count what it allocates, which takes one lock for all threads each
// time; to be called before SQLite is used.
static inline int heyima_sqlite_stop_counting(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }
