#include "modules/lots/service.hpp"

#include "modules/accounts/errors.hpp"
#include "modules/accounts/moderation.hpp"
#include "modules/lots/errors.hpp"
#include "modules/lots/repository.hpp"
#include "platform/http/problems.hpp"

namespace gavel::lots {

namespace json = boost::json;

awaitable<std::shared_ptr<const std::vector<category>>> service::categories(pg::deadline until) {
    const auto now = std::chrono::steady_clock::now();
    if (tree_ && now < tree_until_) co_return tree_;
    auto tree = co_await repository::categories(pool_, until);
    tree_ = std::make_shared<const std::vector<category>>(std::move(tree));
    tree_until_ = now + tree_ttl;
    co_return tree_;
}

json::array service::faults(const content& c) const {
    std::optional<step_bounds> steps;
    if (c.start_price) steps = auction_.bounds_of_step(*c.start_price);
    return faults_of(c, options_.amount_granularity, steps);
}

awaitable<result<content>> service::checked(pg::transaction& tx, content before, edit e) {
    const bool new_category = e.category.value && e.category.value != before.category;
    auto after = merged(std::move(before), e);
    auto found = faults(after);
    const bool known_category = !new_category || co_await repository::is_leaf(tx, *after.category);
    if (!known_category) found.push_back(json::object{{"field", "category_id"}, {"code", "not_allowed"}});
    if (!found.empty()) co_return refuse(http::invalid_input, {{"errors", std::move(found)}});
    co_return after;
}

awaitable<result<void>> service::may_add_draft(pg::transaction& tx, account_id seller) {
    const bool suspended = co_await accounts::is_suspended(tx, seller);
    if (suspended) co_return refuse(accounts::suspended);
    const auto drafts = co_await repository::count_drafts_alone(tx, seller);
    if (drafts >= options_.drafts_max) co_return refuse(too_many_drafts, {{"max", options_.drafts_max}});
    co_return result<void>{};
}

awaitable<result<own_lot>> service::create(account_id seller, edit e, pg::deadline until) {
    if (e.addition) co_return refuse(not_running);
    auto tx = co_await pool_.begin(until);
    const auto may = co_await may_add_draft(tx, seller);
    if (!may) co_return std::unexpected(may.error());
    content nothing;
    auto filled = co_await checked(tx, std::move(nothing), std::move(e));
    if (!filled) co_return std::unexpected(filled.error());
    auto draft = co_await repository::insert_draft(tx, seller, std::move(*filled));
    co_await tx.commit();
    co_return own_lot{std::move(draft), lot_state::draft};
}

awaitable<result<own_lot>> service::find(account_id seller, lot_id id, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    auto found = co_await repository::find_own(tx, seller, id);
    if (!found) co_return refuse(no_such_lot);
    auto state = lot_state::draft;
    if (found->published) state = co_await auction_.state_of(tx, id);
    co_await tx.commit();
    co_return own_lot{std::move(*found), state};
}

awaitable<result<own_lot>> service::change(account_id seller, lot_id id, edit e, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    auto found = co_await repository::lock_own(tx, seller, id);
    if (!found) co_return refuse(no_such_lot);
    if (found->published) co_return co_await change_published(tx, std::move(*found), std::move(e));
    if (e.addition) co_return refuse(not_running);
    auto after = co_await checked(tx, std::move(found->content), std::move(e));
    if (!after) co_return std::unexpected(after.error());
    found->updated_at = co_await repository::update_content(tx, id, *after);
    co_await tx.commit();
    found->content = std::move(*after);
    co_return own_lot{std::move(*found), lot_state::draft};
}

awaitable<result<void>> service::remove(account_id seller, lot_id id, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    const auto found = co_await repository::lock_own(tx, seller, id);
    if (!found) co_return refuse(no_such_lot);
    if (found->published) co_return refuse(already_published);
    if (removed_) co_await removed_(tx, id);
    co_await repository::remove(tx, id);
    co_await tx.commit();
    co_return result<void>{};
}

awaitable<void> service::erase(pg::transaction& tx, account_id owner) {
    const auto drafts = co_await repository::drafts_of(tx, owner);
    for (const auto id : drafts) {
        if (removed_) co_await removed_(tx, id);
        co_await repository::remove(tx, id);
    }
    repository::unwatch_all(tx, owner);
}

awaitable<result<own_lot>> service::publish(account_id seller, lot_id id, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    auto found = co_await repository::lock_own(tx, seller, id);
    if (!found) co_return refuse(no_such_lot);
    if (found->published) co_return refuse(already_published);
    const bool suspended = co_await accounts::is_suspended(tx, seller);
    if (suspended) co_return refuse(accounts::suspended);
    const auto& c = found->content;
    const auto complete = require_complete(c);
    if (!complete) co_return std::unexpected(complete.error());
    // The draft may be older than today's settings.
    if (auto wrong = faults(c); !wrong.empty()) co_return refuse(http::invalid_input, {{"errors", std::move(wrong)}});
    const auto now = co_await repository::clock(tx);
    const auto runs = schedule_at(c, now);
    if (!runs) co_return std::unexpected(runs.error());
    if (publishing_) {
        const auto allowed = co_await publishing_(tx, seller, id, c.start_price->currency, now, runs->starts_at);
        if (!allowed) co_return std::unexpected(allowed.error());
    }

    co_await repository::mark_published(tx, id, runs->starts_at, now);
    co_await auction_.published(tx, terms_of(*found, *runs, now));
    co_await tx.commit();
    announce(id);
    found->published = true;
    found->content.starts_at = runs->starts_at;
    found->published_at = found->updated_at = now;
    co_return own_lot{std::move(*found), runs->starts_at > now ? lot_state::scheduled : lot_state::running};
}

awaitable<result<own_lot>> service::withdraw(account_id seller, lot_id id, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    auto found = co_await repository::lock_own(tx, seller, id);
    if (!found) co_return refuse(no_such_lot);
    if (!found->published) co_return refuse(not_published);
    const bool withdrawn = co_await auction_.withdrawn(tx, id);
    if (!withdrawn) co_return refuse(already_begun);
    const auto now = co_await repository::clock(tx);
    co_await repository::mark_draft(tx, id, now);
    co_await tx.commit();
    announce(id);
    found->published = false;
    found->published_at.reset();
    found->updated_at = now;
    co_return own_lot{std::move(*found), lot_state::draft};
}

awaitable<result<void>> service::watch(account_id account, lot_id id, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    const bool published = co_await repository::is_published(tx, id);
    if (!published) co_return refuse(no_such_lot);
    const bool added = co_await repository::watch(tx, account, id);
    std::int64_t watches = 0;
    if (added) watches = co_await repository::count_watches(tx, account, options_.watches_max + 1);
    if (watches > options_.watches_max) co_return refuse(too_many_watches, {{"max", options_.watches_max}});
    co_await tx.commit();
    if (added) announce(id);
    co_return result<void>{};
}

awaitable<result<void>> service::unwatch(account_id account, lot_id id, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    const bool removed = co_await repository::unwatch(tx, account, id);  // also of a lot that went back to draft
    const bool exists = removed || co_await repository::is_published(tx, id);
    if (!exists) co_return refuse(no_such_lot);
    co_await tx.commit();
    if (removed) announce(id);
    co_return result<void>{};
}

}  // namespace gavel::lots
