// SPDX-License-Identifier: Apache-2.0

extension RegistryError.Code {
    // A value.

    /// A required value is empty.
    public static let missing = Self(rawValue: "value_missing")
    /// A value is longer than its column allows.
    public static let tooLong = Self(rawValue: "value_too_long")
    /// A value holds control characters, a line break or characters that its column does not allow.
    public static let character = Self(rawValue: "value_character")
    /// Bytes that are not text in the file's encoding, or a replacement character that an earlier conversion left.
    public static let encoding = Self(rawValue: "value_encoding")
    /// A word that the catalogue does not know for this column.
    public static let word = Self(rawValue: "word_unknown")
    /// A long number that a spreadsheet turned into `6.217E+18`, or whose digits after the fifteenth it zeroed.
    public static let excelDamaged = Self(rawValue: "excel_damaged")

    /// Not 17 digits and a digit or X.
    public static let idFormat = Self(rawValue: "id_format")
    /// A number of 15 digits, which ceased to be valid on 2013-01-01 and has no check digit.
    public static let idLegacy = Self(rawValue: "id_legacy")
    /// The province, residence permit or permanent residence prefix does not exist.
    public static let idRegion = Self(rawValue: "id_region")
    /// The date of birth does not exist, or lies in the future.
    public static let idBirthDate = Self(rawValue: "id_birth_date")
    /// The check digit is not that of GB 11643.
    public static let idCheckDigit = Self(rawValue: "id_check_digit")

    /// Not 6, 9 or 12 digits of a GB/T 2260 region.
    public static let region = Self(rawValue: "region_invalid")
    /// Not `YYYY-MM-DD` or `YYYYMMDD`, or not a day of the calendar.
    public static let date = Self(rawValue: "date_invalid")
    /// Not a date, or a date and a time of day.
    public static let time = Self(rawValue: "time_invalid")
    /// Not a month as `YYYYMM`.
    public static let period = Self(rawValue: "period_invalid")
    /// Not an amount in yuan with at most two decimals.
    public static let amount = Self(rawValue: "amount_invalid")
    /// An amount below zero where none can be.
    public static let amountNegative = Self(rawValue: "amount_negative")
    /// Not a whole number in the range of its column.
    public static let number = Self(rawValue: "number_invalid")
    /// Not a social security card number (社保卡号).
    public static let cardNumber = Self(rawValue: "card_number_invalid")
    /// Not a bank card or account number.
    public static let accountNumber = Self(rawValue: "account_invalid")
    /// A bank card number without the Luhn check digit of ISO/IEC 7812-1: a warning.
    public static let accountCheckDigit = Self(rawValue: "account_check_digit")
    /// Not an identifier of an electronic certificate (电子证照标识, GB/T 36904).
    public static let licence = Self(rawValue: "licence_invalid")
    /// The check digit of an electronic certificate's identifier is not that of GB/T 17710.
    public static let licenceCheckDigit = Self(rawValue: "licence_check_digit")

    /// The catalogue has no code (证照类型代码) for certificates of this category.
    public static let licenceType = Self(rawValue: "licence_type_unknown")

    // A row.

    /// An end lies before its beginning.
    public static let order = Self(rawValue: "dates_out_of_order")
    /// Two columns contradict each other.
    public static let contradiction = Self(rawValue: "columns_contradict")
    /// The same key stands in an earlier line of the file with other content.
    public static let duplicateRow = Self(rawValue: "row_duplicate")
    /// A lower certificate version than the registry holds.
    public static let versionBack = Self(rawValue: "version_back")
    /// The region is not in the scope of the file.
    public static let outOfScope = Self(rawValue: "region_out_of_scope")
    /// Another district has the row in force, and this one does not begin later.
    public static let activeElsewhere = Self(rawValue: "active_elsewhere")
    /// Another head or member of the household under the same version of the certificate.
    public static let headVersion = Self(rawValue: "head_version")
    /// The card number belongs to another person in the registry.
    public static let cardHolder = Self(rawValue: "card_of_another")
    /// The row, the one whose place it would take, or the scope of a roster, is of a region that whoever brought the file does
    /// not answer for.
    public static let foreignRegion = Self(rawValue: "region_foreign")
    /// Another number of fields than the header has.
    public static let fieldCount = Self(rawValue: "csv_field_count")
    /// A quotation mark inside an unquoted field, or text after a closing one (RFC 4180 §2).
    public static let quote = Self(rawValue: "csv_quote")
    /// A NUL byte.
    public static let nul = Self(rawValue: "csv_nul")
    /// A row of more bytes than ``CSVReader/maximumRowLength``.
    public static let rowTooLong = Self(rawValue: "csv_row_too_long")

    // A file.

    /// Nothing in the file, or nothing but blank lines.
    public static let empty = Self(rawValue: "csv_empty")
    /// UTF-16, a spreadsheet or an archive, not CSV.
    public static let notText = Self(rawValue: "csv_not_text")
    /// A quotation mark that is never closed, so that the rows after it cannot be told.
    public static let unclosedQuote = Self(rawValue: "csv_unclosed_quote")
    /// A required column is missing.
    public static let columnMissing = Self(rawValue: "column_missing")
    /// The same column twice.
    public static let columnDuplicate = Self(rawValue: "column_duplicate")
    /// More columns than ``CSVReader/maximumColumns``.
    public static let tooManyColumns = Self(rawValue: "csv_too_many_columns")
    /// A column that this kind does not have and that was ignored: a warning.
    public static let columnUnknown = Self(rawValue: "column_unknown")
    /// The last line has no line end, so that the file may have been cut: a warning.
    public static let noFinalLineEnd = Self(rawValue: "csv_no_final_line_end")

    // A request.

    /// The file's digest is not 32 bytes.
    public static let fileDigest = Self(rawValue: "file_digest_invalid")
    /// The file is no longer the one whose digest was made.
    public static let fileChanged = Self(rawValue: "file_changed")
    /// A catalogue that cannot be read, or that says what has no meaning.
    public static let catalogue = Self(rawValue: "catalogue_invalid")
    /// Payments came without bank, period and batch.
    public static let batchMissing = Self(rawValue: "batch_missing")
    /// Not leading digits of regions, or a scope for another kind than a roster.
    public static let scope = Self(rawValue: "scope_invalid")
    /// A roster as of a day that has not come yet.
    public static let asOf = Self(rawValue: "as_of_future")
    /// A sum was announced for a kind of file that has no amounts.
    public static let expectedSum = Self(rawValue: "expected_sum_invalid")
    /// A roster as of a later day has been imported for some of the scope; of a file that is held, one that was brought later
    /// for some of it or as the same batch.
    public static let stale = Self(rawValue: "import_stale")
    /// There is no import of this number.
    public static let importUnknown = Self(rawValue: "import_unknown")
    /// The import does not wait for approval.
    public static let importNotHeld = Self(rawValue: "import_not_held")
    /// Who brought a file cannot approve it.
    public static let sameOperator = Self(rawValue: "import_same_operator")
    /// The import is undone or withdrawn already.
    public static let importNotApplied = Self(rawValue: "import_not_applied")
    /// A later import of the kind, for payments of the batch, has been carried out.
    public static let importNotLatest = Self(rawValue: "import_not_latest")
    /// Something of the kind was changed since the import.
    public static let importBuiltOn = Self(rawValue: "import_built_on")
    /// What the import changed is not noted down, or no longer since another import of its kind.
    public static let importNoLog = Self(rawValue: "import_no_log")
    /// Nobody with this ID number is known.
    public static let personUnknown = Self(rawValue: "person_unknown")
    /// The person has no such card.
    public static let cardUnknown = Self(rawValue: "card_unknown")
    /// The person has no such certificate.
    public static let certificateUnknown = Self(rawValue: "certificate_unknown")
    /// What is over for good and can only come back by a department's file: a card that is cancelled, relief of the dead.
    public static let changeFinal = Self(rawValue: "change_final")
    /// Not `L` or `R` and 32 hexadecimal digits.
    public static let referenceInvalid = Self(rawValue: "reference_invalid")
    /// What the reference stood for is there no more.
    public static let referenceUnknown = Self(rawValue: "reference_unknown")
    /// Somebody's relief depends on the person, so that they cannot be forgotten now.
    public static let personInUse = Self(rawValue: "person_in_use")
    /// A place in the order of changes that is kept no more, or that a restored deployment does not know.
    public static let cursorUnknown = Self(rawValue: "cursor_unknown")
    /// Sealed data that cannot be opened or read.
    public static let sealedData = Self(rawValue: "sealed_data_invalid")
}
