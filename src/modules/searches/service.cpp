#include "modules/searches/service.hpp"

#include "modules/searches/errors.hpp"
#include "modules/searches/repository.hpp"

namespace gavel::searches {

awaitable<void> erase(pg::transaction& tx, account_id owner) {
    repository::remove_all(tx, owner);
    co_return;
}

awaitable<std::vector<saved_search>> service::list(account_id owner, pg::deadline until) {
    co_return co_await repository::list(pool_, until, owner);
}

awaitable<result<service::kept>> service::save(account_id owner, std::string name, filter f, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    repository::lock_owner(tx, owner);
    kept answer;
    auto known = co_await repository::find(tx, owner, f.query);
    if (known) {
        answer.search = std::move(*known);
        co_return answer;
    }
    const auto there = co_await repository::count(tx, owner);
    if (there >= searches_max) co_return refuse(too_many_searches, {{"max", searches_max}});
    answer.search = co_await repository::insert(tx, owner, name, f);
    answer.is_new = true;
    co_await tx.commit();
    co_return answer;
}

awaitable<std::optional<saved_search>> service::change(account_id owner, search_id id, std::optional<std::string> name,
                                                       std::optional<bool> mail, pg::deadline until) {
    co_return co_await repository::update(pool_, until, owner, id, name, mail);
}

awaitable<bool> service::remove(account_id owner, search_id id, pg::deadline until) {
    co_return co_await repository::remove(pool_, until, owner, id);
}

}  // namespace gavel::searches
