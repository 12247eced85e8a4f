// Whether the books say what their entries, payments, orders and purchases say. For `gavel ledger check` and the doctor.
#pragma once
#include "modules/ledger/check.hpp"

namespace gavel::app {

// The ledger's own check and those of every module that posts to it. Reads every entry there ever was.
boost::asio::awaitable<ledger::check_report> check_books(pg::pool& pool, pg::deadline until);

}  // namespace gavel::app
