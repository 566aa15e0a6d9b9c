// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <libpq-fe.h>
#include <stddef.h>

// libpq would write notices to stderr.
static inline void heyima_pq_ignore(void *nothing, const PGresult *notice) {
    (void)nothing;
    (void)notice;
}

// Opens a connection. What stands before the URL can be overridden by it, what stands behind it cannot.
static inline PGconn *heyima_pq_connect(const char *url) {
    const char *const keywords[] = {
        "fallback_application_name", "connect_timeout", "keepalives_idle", "keepalives_interval",
        "keepalives_count", "tcp_user_timeout", "dbname", "client_encoding", NULL,
    };
    const char *const values[] = {"heyima", "5", "10", "5", "3", "15000", url, "UTF8", NULL};
    PGconn *connection = PQconnectdbParams(keywords, values, 1);
    if (connection != NULL) PQsetNoticeReceiver(connection, heyima_pq_ignore, NULL);
    return connection;
}

// The field is named by a character, which Swift does not import.
static inline const char *heyima_pq_sqlstate(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_SQLSTATE);
}
