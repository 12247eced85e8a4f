// Use cases of saved searches. One per io thread.
#pragma once
#include "base/error.hpp"
#include "modules/searches/model.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <vector>

namespace gavel::searches {

using boost::asio::awaitable;

// Of an account that is being closed.
awaitable<void> erase(pg::transaction& tx, account_id owner);

class service {
public:
    explicit service(pg::pool& pool) : pool_(pool) {}

    struct kept {
        saved_search search;
        bool is_new = false;  // false: it was there already, and stays as it was
    };
    awaitable<std::vector<saved_search>> list(account_id owner, pg::deadline until);
    awaitable<result<kept>> save(account_id owner, std::string name, filter f, pg::deadline until);  // refuses: too_many_searches
    awaitable<std::optional<saved_search>> change(account_id owner, search_id id, std::optional<std::string> name, std::optional<bool> mail,
                                                  pg::deadline until);
    awaitable<bool> remove(account_id owner, search_id id, pg::deadline until);

private:
    pg::pool& pool_;
};

}  // namespace gavel::searches
