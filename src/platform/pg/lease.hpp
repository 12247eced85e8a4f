// One use of one connection: what a transaction owns. Private to this folder.
#pragma once
#include "platform/pg/pool_state.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace gavel::pg {

class lease {
public:
    lease(std::shared_ptr<pool_state> owner, std::shared_ptr<connection> link, deadline until)
        : owner_(std::move(owner)),
          link_(std::move(link)),
          until_(until) {}
    ~lease() { owner_->give_back(std::move(link_), open); }
    lease(const lease&) = delete;
    lease& operator=(const lease&) = delete;

    // Sends what is queued and waits; tells the observer how long `s` took.
    awaitable<rows> finish(const statement& s);

    connection& link() { return *link_; }
    deadline until() const { return until_; }

    bool open = false;  // BEGIN was sent and nothing has ended it yet
    std::vector<std::function<void()>> after_commit;

private:
    std::shared_ptr<pool_state> owner_;
    std::shared_ptr<connection> link_;
    deadline until_;
};

// Waits its turn for a connection and prepares it for `until`. Throws unavailable.
awaitable<std::unique_ptr<lease>> take_lease(std::shared_ptr<pool_state> owner, deadline until);

std::optional<row> at_most_one(const rows& found, const statement& s);  // std::logic_error if there are more

}  // namespace gavel::pg
