#include "modules/accounts/repository_closing.hpp"

namespace gavel::accounts {
namespace {

constexpr translated former{"Колишній учасник", "Former member", "Бывший участник"};

}  // namespace

// Nobody can have an address below .invalid (RFC 2606), and "closed" is the hash of no password.
const pg::statement anonymise_sql{"accounts.anonymise", R"sql(
    with devices as (delete from account_devices where account_id = $1),
         marks as (delete from account_marks where account_id = $1)
    update accounts
       set email = 'closed-' || id || '@closed.invalid', password_hash = 'closed', display_name = $2, role = 'member',
           closed_at = clock_timestamp(), suspended_at = coalesce(suspended_at, clock_timestamp()),
           suspension_reason = coalesce(suspension_reason, 'closed by its owner')
     where id = $1
)sql"};
void anonymise(pg::transaction& tx, account_id id, language lang) { tx.post(anonymise_sql, id, former.in(lang)); }

}  // namespace gavel::accounts
