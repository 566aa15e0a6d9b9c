// SPDX-License-Identifier: Apache-2.0

/// A step of a schema, in SQLite's words.
///
/// Steps are run in order, each once for each database. One that was released is never changed.
struct SchemaStep: Sendable {
    /// What the database notes down when it is done.
    let name: String
    let statements: String
}

/// The tables of the registry and of what was issued.
enum Schema {
    /// All steps, the oldest first.
    static let steps = [
        SchemaStep(name: "registry-1", statements: registry1), SchemaStep(name: "issuance-1", statements: issuance1),
        SchemaStep(name: "issuance-2", statements: issuance2), SchemaStep(name: "registry-2", statements: registry2),
        SchemaStep(name: "registry-3", statements: registry3), SchemaStep(name: "registry-4", statements: registry4),
        SchemaStep(name: "registry-5", statements: registry5), SchemaStep(name: "registry-6", statements: registry6),
        SchemaStep(name: "seal-1", statements: seal1), SchemaStep(name: "registry-7", statements: registry7),
        SchemaStep(name: "reconciliation-1", statements: reconciliation1),
        SchemaStep(name: "registry-8", statements: registry8),
    ]

    // Small rows lie in the tree of their key (WITHOUT ROWID). Those with sealed bytes do not: a key is random, and
    // each row of an import would land on another page of a tree that does not fit into memory.
    private static let registry1 = """
        CREATE TABLE person (key BLOB NOT NULL UNIQUE, sealed BLOB NOT NULL) STRICT;

        CREATE TABLE card (
            key BLOB PRIMARY KEY, person BLOB NOT NULL, account BLOB NOT NULL, content BLOB NOT NULL,
            region TEXT NOT NULL, status TEXT NOT NULL, bank TEXT NOT NULL, valid_until INTEGER, account_status TEXT,
            enabled_on INTEGER, disabled_on INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX card_person ON card (person);

        CREATE TABLE card_account (
            sequence INTEGER PRIMARY KEY, card BLOB NOT NULL REFERENCES card (key), account BLOB NOT NULL,
            UNIQUE (card, account)
        ) STRICT;
        CREATE INDEX card_account_account ON card_account (account, card);

        CREATE TABLE relief (
            key BLOB PRIMARY KEY, person BLOB NOT NULL, household BLOB NOT NULL, category INTEGER NOT NULL,
            content BLOB NOT NULL, role INTEGER NOT NULL, version INTEGER NOT NULL, valid_from INTEGER NOT NULL,
            valid_until INTEGER, region TEXT NOT NULL, payout_mode TEXT NOT NULL, monthly_amount INTEGER NOT NULL,
            state TEXT NOT NULL, absent_since INTEGER, paid_from INTEGER, unpaid_from INTEGER, died_on INTEGER,
            state_changed_on INTEGER, payee BLOB, review_on INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX relief_person ON relief (person);
        CREATE INDEX relief_household ON relief (household);

        CREATE TABLE health (
            person BLOB PRIMARY KEY, level INTEGER NOT NULL, assessed_at INTEGER NOT NULL, valid_until INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE paylist (
            key BLOB NOT NULL UNIQUE, content BLOB NOT NULL, batch TEXT NOT NULL, period INTEGER NOT NULL,
            item_code TEXT NOT NULL, item TEXT NOT NULL, kind INTEGER NOT NULL, nature TEXT NOT NULL,
            back_pay_from INTEGER, back_pay_to INTEGER, household BLOB, person BLOB NOT NULL, payee BLOB NOT NULL,
            relation TEXT NOT NULL, account BLOB NOT NULL, headcount INTEGER, amount INTEGER NOT NULL,
            due_on INTEGER NOT NULL, region TEXT NOT NULL, sealed BLOB NOT NULL
        ) STRICT;
        CREATE INDEX paylist_person ON paylist (person, period, key);
        CREATE INDEX paylist_account ON paylist (account, period, key);

        CREATE TABLE payment_batch (
            id INTEGER PRIMARY KEY, bank TEXT NOT NULL, period INTEGER NOT NULL, batch TEXT NOT NULL,
            UNIQUE (bank, period, batch)
        ) STRICT;
        CREATE TABLE payment (
            batch INTEGER NOT NULL REFERENCES payment_batch (id), line INTEGER NOT NULL, content BLOB NOT NULL,
            account BLOB NOT NULL, amount INTEGER NOT NULL, paid_at INTEGER NOT NULL, result TEXT NOT NULL, item TEXT,
            kind INTEGER, period_from INTEGER, period_to INTEGER, is_back_pay INTEGER NOT NULL,
            memo_is_not_standard INTEGER NOT NULL, year_is_inferred INTEGER NOT NULL, sealed BLOB NOT NULL,
            UNIQUE (batch, line)
        ) STRICT;
        CREATE INDEX payment_account ON payment (account, paid_at, line, batch);

        CREATE TABLE import (
            sequence INTEGER PRIMARY KEY, kind TEXT NOT NULL, bank TEXT, period INTEGER, batch TEXT,
            file_digest BLOB NOT NULL, made_at INTEGER NOT NULL, made_by TEXT NOT NULL, rows_read INTEGER NOT NULL,
            rows_added INTEGER NOT NULL, rows_changed INTEGER NOT NULL, rows_unchanged INTEGER NOT NULL,
            rows_removed INTEGER NOT NULL, rows_rejected INTEGER NOT NULL, is_final INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX import_batch ON import (kind, bank, period, batch);

        CREATE TABLE change (
            sequence INTEGER PRIMARY KEY, made_at INTEGER NOT NULL, person BLOB NOT NULL, component TEXT NOT NULL,
            effect TEXT NOT NULL, row_key BLOB, made_by TEXT NOT NULL
        ) STRICT;
        """

    private static let issuance1 = """
        CREATE TABLE ticket (
            digest BLOB PRIMARY KEY, person BLOB NOT NULL, pin BLOB NOT NULL, expires_at INTEGER NOT NULL,
            tries_left INTEGER NOT NULL, holder BLOB
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX ticket_person ON ticket (person);
        CREATE INDEX ticket_expires_at ON ticket (expires_at);

        CREATE TABLE credential (
            sequence INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, person BLOB NOT NULL, kind TEXT NOT NULL,
            list INTEGER NOT NULL, first_index INTEGER NOT NULL, issued_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL, signed_digest BLOB NOT NULL, holder_key BLOB, refresh_handle BLOB,
            facts BLOB NOT NULL, states BLOB NOT NULL, UNIQUE (list, first_index)
        ) STRICT;
        CREATE INDEX credential_person ON credential (person, issued_at);

        CREATE TABLE allotment (
            list INTEGER NOT NULL, first_index INTEGER NOT NULL, PRIMARY KEY (list, first_index)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE allotment_count (list INTEGER PRIMARY KEY, allotted INTEGER NOT NULL) STRICT;

        CREATE TABLE status (
            list INTEGER NOT NULL, entry INTEGER NOT NULL, state INTEGER NOT NULL, PRIMARY KEY (list, entry)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE status_list (
            number INTEGER PRIMARY KEY, issued_at INTEGER, expires_at INTEGER, is_changed INTEGER NOT NULL, signed BLOB
        ) STRICT;

        CREATE TABLE followed (source TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """

    // A credential of before has no sealed form and no name of its holder's key; the next refresh gives it both.
    private static let issuance2 = """
        ALTER TABLE credential ADD COLUMN holder BLOB;
        CREATE INDEX credential_holder ON credential (holder, issued_at) WHERE holder IS NOT NULL;

        CREATE TABLE sealed_credential (id BLOB NOT NULL UNIQUE, sealed BLOB NOT NULL) STRICT;

        CREATE TABLE spent_nonce (nonce BLOB PRIMARY KEY, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE INDEX spent_nonce_until ON spent_nonce (until);
        """

    // What reconciliation reads: names that compare without being opened, and a month without the others. Rows of before
    // have no name key; their names are opened.
    private static let registry2 = """
        ALTER TABLE card ADD COLUMN name_key BLOB;
        ALTER TABLE payment ADD COLUMN name_key BLOB;
        CREATE INDEX paylist_period ON paylist (period);
        CREATE INDEX payment_period_to ON payment (period_to);
        """

    // Imports that wait, and what the last import of each kind changed. Imports of before hold as they were carried out,
    // and cannot be undone.
    private static let registry3 = """
        ALTER TABLE import ADD COLUMN rows_leaving INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE import ADD COLUMN rows_moved INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE import ADD COLUMN scope TEXT;
        ALTER TABLE import ADD COLUMN as_of INTEGER;
        ALTER TABLE import ADD COLUMN encoding TEXT;
        ALTER TABLE import ADD COLUMN state TEXT NOT NULL DEFAULT 'applied';
        ALTER TABLE import ADD COLUMN applied_order INTEGER;
        ALTER TABLE import ADD COLUMN last_change INTEGER;
        ALTER TABLE import ADD COLUMN approved_by TEXT;
        ALTER TABLE import ADD COLUMN undone_by TEXT;
        ALTER TABLE import ADD COLUMN holds TEXT;
        UPDATE import SET applied_order = sequence;

        CREATE TABLE former (
            import INTEGER NOT NULL, number INTEGER NOT NULL, subject TEXT NOT NULL, key BLOB NOT NULL, entry BLOB,
            PRIMARY KEY (import, number)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE held_file (
            import INTEGER NOT NULL, part INTEGER NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (import, part)
        ) STRICT;
        """

    // The region that a department's file is bound to, which an approval has to know too.
    private static let registry4 = "ALTER TABLE import ADD COLUMN region TEXT NOT NULL DEFAULT ''"

    // The roster's rows one behind the other, as they come: in the tree of their random keys each row of an import landed
    // on another page.
    private static let registry5 = """
        CREATE TABLE relief_row (
            key BLOB NOT NULL UNIQUE, person BLOB NOT NULL, household BLOB NOT NULL, category INTEGER NOT NULL,
            content BLOB NOT NULL, role INTEGER NOT NULL, version INTEGER NOT NULL, valid_from INTEGER NOT NULL,
            valid_until INTEGER, region TEXT NOT NULL, payout_mode TEXT NOT NULL, monthly_amount INTEGER NOT NULL,
            state TEXT NOT NULL, absent_since INTEGER, paid_from INTEGER, unpaid_from INTEGER, died_on INTEGER,
            state_changed_on INTEGER, payee BLOB, review_on INTEGER
        ) STRICT;
        INSERT INTO relief_row (
            key, person, household, category, content, role, version, valid_from, valid_until, region, payout_mode,
            monthly_amount, state, absent_since, paid_from, unpaid_from, died_on, state_changed_on, payee, review_on
        )
        SELECT
            key, person, household, category, content, role, version, valid_from, valid_until, region, payout_mode,
            monthly_amount, state, absent_since, paid_from, unpaid_from, died_on, state_changed_on, payee, review_on
        FROM relief;
        DROP TABLE relief;
        ALTER TABLE relief_row RENAME TO relief;
        CREATE INDEX relief_person ON relief (person);
        CREATE INDEX relief_household ON relief (household);
        """

    // Which key everything is sealed under, and a table that rotating it fills and empties.
    private static let seal1 = """
        CREATE TABLE seal (mark TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
        INSERT INTO seal (mark) VALUES ('');
        CREATE TABLE remade (old BLOB PRIMARY KEY, new BLOB) STRICT, WITHOUT ROWID;
        """

    // The outbox of notices.
    private static let registry6 = """
        CREATE TABLE notice (
            sequence INTEGER PRIMARY KEY, kind TEXT NOT NULL, event TEXT NOT NULL, made_at INTEGER NOT NULL,
            bank TEXT, period INTEGER, batch TEXT, account BLOB, row_key BLOB, person BLOB, region TEXT,
            sealed BLOB NOT NULL, acknowledged_at INTEGER
        ) STRICT;
        CREATE INDEX notice_batch ON notice (bank, period, batch) WHERE bank IS NOT NULL;
        CREATE INDEX notice_row ON notice (row_key) WHERE row_key IS NOT NULL;
        CREATE INDEX notice_open ON notice (sequence) WHERE acknowledged_at IS NULL;
        """

    // What an import brought that was not there before is noted down by many keys in one row, since a first import
    // brings nothing else.
    private static let registry7 = "ALTER TABLE former RENAME COLUMN key TO keys"

    // Notices of payments into the accounts of somebody who died.
    private static let registry8 = "CREATE INDEX notice_account ON notice (account) WHERE account IS NOT NULL"

    // Back pay, of which there is little: a month may be paid in files of later months.
    private static let reconciliation1 = "CREATE INDEX payment_back_pay ON payment (batch) WHERE is_back_pay = 1"
}
