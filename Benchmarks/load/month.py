# SPDX-License-Identifier: Apache-2.0
"""The peer of reconciliation: DuckDB joins a month's files as the departments sent them.

    python month.py CARDS ROSTER PAYLIST PAYMENTS...     prints the seconds that it took, or nothing without DuckDB
"""

import sys
import time

try:
    import duckdb
except ImportError:
    sys.exit(0)


def csv(*paths: str) -> str:
    return f"read_csv([{', '.join(repr(path) for path in paths)}], header = true, all_varchar = true)"


def main(cards: str, roster: str, paylist: str, *payments: str) -> None:
    start = time.perf_counter()
    duckdb.sql(
        f"""
        WITH paid AS (
            SELECT "卡号" AS account, sum("金额"::DECIMAL(12, 2)) AS paid
            FROM {csv(*payments)} WHERE "发放结果" = '成功' GROUP BY account
        )
        SELECT count(*), count(*) FILTER (WHERE paid = line."应发金额"::DECIMAL(12, 2))
        FROM {csv(paylist)} AS line
        LEFT JOIN {csv(roster)} AS person ON person."公民身份号码" = line."对象证件号码"
        LEFT JOIN {csv(cards)} AS card ON card."银行卡号" = line."领款银行卡号"
        LEFT JOIN paid ON paid.account = line."领款银行卡号"
        """
    ).fetchall()
    print(time.perf_counter() - start)


main(*sys.argv[1:])
