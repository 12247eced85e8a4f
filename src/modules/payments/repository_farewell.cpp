// SQL of accounts that are being closed.
#include "modules/payments/farewell.hpp"

namespace gavel::payments {

const pg::statement objections_sql{"payments.objections_to_closing", R"sql(
    select exists (select from payments where payer_id = $1 and state in ('created', 'pending', 'held', 'refunding')) as open
)sql"};
boost::asio::awaitable<std::vector<accounts::objection>> objections_to_closing(pg::transaction& tx, account_id whom) {
    const auto row = co_await tx.one(objections_sql, whom);
    std::vector<accounts::objection> all;
    if (row->get<bool>("open")) all.push_back({"payment_open", {}});
    co_return all;
}

}  // namespace gavel::payments
