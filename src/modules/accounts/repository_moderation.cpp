#include "modules/accounts/moderation.hpp"
#include "modules/accounts/repository.hpp"

namespace gavel::accounts {

const pg::statement find_by_id_sql{"accounts.find_by_id", "select " GAVEL_ACCOUNT_COLUMNS " from accounts where id = $1"};
awaitable<std::optional<account>> find_by_id(pg::transaction& tx, account_id who) {
    const auto row = co_await tx.one(find_by_id_sql, who);
    if (!row) co_return std::nullopt;
    co_return read_account(*row);
}

const pg::statement find_by_email_sql{"accounts.find_by_email", "select " GAVEL_ACCOUNT_COLUMNS " from accounts where email = $1"};
awaitable<std::optional<account>> find_by_email(pg::transaction& tx, std::string email) {
    const auto row = co_await tx.one(find_by_email_sql, email);
    if (!row) co_return std::nullopt;
    co_return read_account(*row);
}

const pg::statement set_role_sql{"accounts.set_role", "update accounts set role = $2 where id = $1"};
void set_role(pg::transaction& tx, account_id who, gavel::role chosen) { tx.post(set_role_sql, who, to_string(chosen)); }

const pg::statement find_operators_sql{"accounts.find_operators", R"sql(
    select )sql" GAVEL_ACCOUNT_COLUMNS R"sql( from accounts
     where role = 'operator' and suspended_at is null and closed_at is null order by id
)sql"};
awaitable<std::vector<account>> find_operators(pg::transaction& tx) {
    const auto rows = co_await tx.query(find_operators_sql);
    std::vector<account> all;
    for (const auto row : rows) all.push_back(read_account(row));
    co_return all;
}

const pg::statement is_suspended_sql{"accounts.is_suspended",
                                     "select 1 as suspended from accounts where id = $1 and suspended_at is not null"};
awaitable<bool> is_suspended(pg::transaction& tx, account_id who) {
    const auto row = co_await tx.one(is_suspended_sql, who);
    co_return row.has_value();
}

const pg::statement suspend_sql{"accounts.suspend", R"sql(
    update accounts set suspended_at = clock_timestamp(), suspension_reason = $2 where id = $1 and suspended_at is null
)sql"};
awaitable<bool> suspend(pg::transaction& tx, account_id who, std::string reason) {
    co_return co_await tx.exec(suspend_sql, who, reason) == 1;
}

const pg::statement restore_sql{"accounts.restore", R"sql(
    update accounts set suspended_at = null, suspension_reason = null where id = $1 and suspended_at is not null
)sql"};
awaitable<bool> restore(pg::transaction& tx, account_id who) { co_return co_await tx.exec(restore_sql, who) == 1; }

}  // namespace gavel::accounts
